using RnnTrainer.Cells.Language.Parsing;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Checking;

/// <summary>Letters that have one size are one class: unified through the tensors that they index.</summary>
sealed class LetterSizes
{
    readonly LetterClasses _classes = new();
    readonly Dictionary<string, Entry> _seen = [];
    readonly List<(Entry Composite, Word Letter, Entry Where)> _products = [];
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

        sizes.SolveProducts();
        return sizes;
    }

    /// <summary>
    /// The name of the letter's size: B, J, K, a number for a declared one, J/g where it counts J together with g, g*u where its place is counted by both; else one of its
    /// class's letters.
    /// </summary>
    public string SizeOf(string letter) => _classes.SizeOf(letter) ?? _classes.Of(letter);

    /// <summary>Whether the size is given by the batch, the config or a declaration.</summary>
    public bool IsSized(string letter) => _classes.SizeOf(letter) is not null;

    /// <summary>One letter of all that have this letter's size.</summary>
    public string ClassOf(string letter) => _classes.Of(letter);

    /// <summary>Of each letter that counts J together with others, these.</summary>
    public IEnumerable<IReadOnlyList<string>> Divisors => _seen.Keys.Select(SizeOf).Where(s => s.StartsWith("J/", StringComparison.Ordinal)).Distinct().Select(s => s.Split('/')[1..]);

    /// <summary>The composite that counts the letter's place; null: it has a size of its own. For programs, whose letters have any sizes.</summary>
    public IReadOnlyList<string>? FactorsOf(string letter) => _products.Where(p => ClassOf(p.Letter.Text) == ClassOf(letter)).Select(p => p.Composite.Letters.Select(l => l.Text).ToList()).FirstOrDefault();

    public bool IsBatch(string letter) => _classes.SizeOf(letter) == "B";

    void Declare(ProgramSyntax program)
    {
        foreach (var (name, value, _) in program.Sizes)
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
            if (place.IsLookUp)
            {
                Unify(place);
            }
            else if (!first.IsLookUp)
            {
                UnifyPlace(place, first, entry);
            }
        }
    }

    /// <summary>Letters of composites have the sizes of those in their places; a letter has the size of a composite's product.</summary>
    void UnifyPlace(Entry place, Entry first, Entry entry)
    {
        if (place.IsComposite != first.IsComposite)
        {
            _products.Add(place.IsComposite ? (place, first.Name, entry) : (first, place.Name, entry));
            return;
        }

        if (place.Places.Count != first.Places.Count)
        {
            _mistakes.Add(place.At, $"{place} stands in the place of {first} in {entry}", "letters that count a place together do so in the same way everywhere");
            return;
        }

        foreach (var (letter, own) in place.IsComposite ? place.Letters.Zip(first.Letters) : [(place.Name, first.Name)])
        {
            Unify(letter.Text, own.Text, entry);
        }
    }

    /// <summary>Gives sizes through products until none is found any more; what has none then is told later.</summary>
    void SolveProducts()
    {
        var open = _products.ToList();
        while (open.FindIndex(IsSolvable) is >= 0 and var at)
        {
            var (composite, letter, where) = open[at];
            open.RemoveAt(at);
            Solve(composite, letter, where);
        }

        bool IsSolvable((Entry Composite, Word Letter, Entry Where) product)
        {
            var missing = product.Composite.Letters.Count(l => !IsSized(l.Text));
            return missing == 0 || (missing == 1 && IsSized(product.Letter.Text));
        }
    }

    void Solve(Entry composite, Word letter, Entry where)
    {
        var roots = composite.Letters.Where(l => IsSized(l.Text)).Select(l => ClassOf(l.Text)).ToList();
        if (composite.Letters.FirstOrDefault(l => !IsSized(l.Text)) is { Text: not null } left)
        {
            var whole = SizeOf(letter.Text);
            if (whole == "J")
            {
                _classes.TryGive(left.Text, $"J/{string.Join('/', roots)}");
                return;
            }

            _mistakes.Add(composite.At, $"{composite} counts {(whole == "K" ? "the inputs" : letter.Text)} in {where}: only the hidden size can be counted by several letters");
        }
        else if (!_classes.TryGive(letter.Text, string.Join('*', roots)) && !IsWhole(composite, SizeOf(letter.Text)))
        {
            _mistakes.Add(composite.At, $"{composite} counts {string.Join(" times ", composite.Letters.Select(l => SizeOf(l.Text)))} but {letter} is {SizeOf(letter.Text)} in {where}", "leave the size of one letter out: it follows");
        }
    }

    /// <summary>Whether one of the letters has what the others leave of J.</summary>
    bool IsWhole(Entry composite, string size) => size == "J" && composite.Letters.Any(l =>
        SizeOf(l.Text).Split('/') is ["J", .. var divisors] && divisors.Order(StringComparer.Ordinal).SequenceEqual(
            composite.Letters.Where(o => o.Text != l.Text).Select(o => ClassOf(o.Text)).Order(StringComparer.Ordinal)));

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

        foreach (var (place, first) in next.Signature.Places.Zip(state.Places))
        {
            UnifyPlace(place, first, next.Signature);
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
