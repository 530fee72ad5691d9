namespace RnnTrainer.Cells;

/// <summary>Letters that have one size are one class: unified through the tensors that they index.</summary>
sealed class LetterSizes
{
    readonly LetterClasses _classes = new();
    readonly Dictionary<string, Entry> _seen = [];
    readonly IReadOnlyDictionary<string, Known> _known;
    readonly Mistakes _mistakes;

    LetterSizes(IReadOnlyDictionary<string, Known> known, Mistakes mistakes) => (_known, _mistakes) = (known, mistakes);

    /// <summary>The letter of the batch; null if nothing has one.</summary>
    public string? Batch { get; private set; }

    public static LetterSizes Of(ProgramSyntax program, IReadOnlyDictionary<string, Known> known, Mistakes mistakes)
    {
        var sizes = new LetterSizes(known, mistakes);
        sizes.Declare(program);
        foreach (var statement in program.Forward.Concat(program.Backward))
        {
            sizes.Unify(statement.Target);
            foreach (var entry in statement.Entries)
            {
                sizes.Unify(entry);
            }
        }

        foreach (var declaration in program.Declarations.Where(d => d.Role == Role.State))
        {
            sizes.UnifyNext(declaration.Entry);
        }

        return sizes;
    }

    /// <summary>The name of the letter's size: B, J, K, a number for a declared one, else one of its class's letters.</summary>
    public string SizeOf(string letter) => _classes.SizeOf(letter) ?? _classes.Of(letter);

    /// <summary>Whether the size is given by the batch, the config or a declaration.</summary>
    public bool IsSized(string letter) => _classes.SizeOf(letter) is not null;

    /// <summary>One letter of all that have this letter's size.</summary>
    public string ClassOf(string letter) => _classes.Of(letter);

    public bool IsBatch(string letter) => _classes.SizeOf(letter) == "B";

    void Declare(ProgramSyntax program)
    {
        foreach (var (name, value) in program.Sizes)
        {
            _classes.TryGive(name.Text, value.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
            _seen[name.Text] = new Entry(name with { Text = $"size {name}" }, name, []);
        }

        foreach (var (role, entry, _) in program.Declarations)
        {
            if (program.IsCell && role is Role.Input or Role.State && entry.Places.Count == 2)
            {
                Batch ??= entry.Places[0].Name.Text;
                RequireBatch(entry);
                Give(entry, 1, role == Role.Input ? "K" : "J");
            }

            Unify(entry);
        }
    }

    void RequireBatch(Entry entry)
    {
        if (entry.Places[0].Name.Text == Batch)
        {
            Give(entry, 0, "B");
            return;
        }

        _mistakes.Add(entry.Places[0].Name, $"the letter of the example is {Batch}, found {entry}");
    }

    void Give(Entry entry, int place, string size)
    {
        var letter = entry.Places[place].Name.Text;
        if (!_classes.TryGive(letter, size))
        {
            Conflict(letter, SizeOf(letter), size, entry);
        }

        _seen.TryAdd(letter, entry);
    }

    /// <summary>A letter has the size of the letter that stood in its place where the tensor was first named.</summary>
    void Unify(Entry entry)
    {
        if (!_known.TryGetValue(entry.Name.Text, out var known))
        {
            return;
        }

        var before = _mistakes.Count;
        foreach (var (place, first) in entry.Places.Zip(known.Signature.Places).TakeWhile(_ => _mistakes.Count == before))
        {
            if (place.Places.Count > 0)
            {
                Unify(place);
            }
            else if (first.Places.Count == 0)
            {
                Unify(place.Name.Text, first.Name.Text, entry);
            }
        }
    }

    /// <summary>A state's next value has its letters' sizes.</summary>
    void UnifyNext(Entry state)
    {
        if (!_known.TryGetValue($"{state.Name}'", out var next))
        {
            return;
        }

        if (next.Signature.Places.Count != state.Places.Count)
        {
            _mistakes.Add(next.Signature.At, $"{next.Signature} is the next value of {state}: it needs as many subscripts");
            return;
        }

        foreach (var (letter, first) in next.Signature.Places.Zip(state.Places))
        {
            Unify(letter.Name.Text, first.Name.Text, next.Signature);
        }
    }

    void Unify(string letter, string first, Entry entry)
    {
        _seen.TryAdd(letter, entry);
        if (_classes.Of(letter) == _classes.Of(first))
        {
            return;
        }

        if (IsBatch(letter) != IsBatch(first))
        {
            _mistakes.Add(entry.At, IsBatch(letter)
                ? $"{letter}, the example, stands in the place of {first} in {entry}"
                : $"the letter of the example is {Batch}, found {entry}");
            return;
        }

        if (!_classes.TryJoin(letter, first))
        {
            Conflict(letter, SizeOf(letter), SizeOf(first), entry);
        }
    }

    void Conflict(string letter, string own, string other, Entry entry) => _mistakes.Add(
        entry.At,
        $"index {letter} is {own} in {_seen.GetValueOrDefault(letter, entry)} but {other} in {entry}",
        own is "J" or "K" || other is "J" or "K" ? "K is the number of inputs, J the hidden size" : null);
}
