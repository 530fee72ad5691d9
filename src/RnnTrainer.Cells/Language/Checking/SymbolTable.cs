using RnnTrainer.Autodiff.Execution.Loops;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Cells.Language.Parsing;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Checking;

/// <summary>The tensors of a program by name, as they become known.</summary>
sealed class NameTable(ProgramSyntax program, Mistakes mistakes)
{
    const string Gradient = ".grad";

    static readonly string[] Keywords = ["cell", "program", "input", "index", "state", "param", "const", "size", "backward", "for", "max"];

    readonly Dictionary<string, Known> _known = [];
    readonly HashSet<string> _constants = [.. program.Constants.Select(c => c.Name.Text)];

    public IReadOnlyDictionary<string, Known> All => _known;

    /// <summary>The constants that something uses.</summary>
    public HashSet<string> UsedConstants { get; } = [];

    public bool IsConstant(Entry entry) => entry.Places.Count == 0 && _constants.Contains(entry.Name.Text);

    /// <summary>Whether a computed tensor is the next value of a state.</summary>
    public bool IsNext(Known computed) =>
        computed is { Kind: Kind.Computed, Signature.Name.Text: [.. var state, '\''] } && _known.GetValueOrDefault(state)?.Kind == Kind.State;

    /// <summary>Takes over the declarations.</summary>
    public void Declare()
    {
        var settings = program.Constants.Concat(program.Sizes).Select(s => s.Name);
        foreach (var twice in settings.Concat(program.Declarations.Select(d => d.Entry.Name)).GroupBy(w => w.Text).SelectMany(g => g.Skip(1)))
        {
            mistakes.Add(twice, $"{twice} is declared twice");
        }

        UsedConstants.UnionWith(program.Sizes.Select(s => s.Constant?.Text).OfType<string>());
        foreach (var (role, entry, start) in program.Declarations)
        {
            var kind = role switch
            {
                Role.Input => Kind.Input,
                Role.Index => Kind.Index,
                Role.State => Kind.State,
                _ => Kind.Parameter,
            };
            if (entry.Places.FirstOrDefault(p => p.IsComposite) is { } composite)
            {
                mistakes.Add(composite.At, $"{entry} declares a place by several letters", "a declaration has one letter for each place; statements may count it by several");
            }

            UsedConstants.UnionWith(new[] { start?.Token.Text, start?.Argument?.Text }.OfType<string>());
            if (_constants.Contains(entry.Name.Text))
            {
                _known.TryAdd(entry.Name.Text, new Known(kind, entry));
            }
            else if (!_known.ContainsKey(entry.Name.Text))
            {
                Add(kind, entry);
            }
        }
    }

    /// <summary>A tensor that is named for the first time.</summary>
    public void Add(Kind kind, Entry entry)
    {
        RequireFree(entry);
        RequireLetters(entry);
        _known.TryAdd(entry.Name.Text, new Known(kind, entry));
    }

    /// <summary>The tensor of this name; in the backward part also the gradient of one.</summary>
    public Known? Find(Word name, bool isBackward)
    {
        if (_known.TryGetValue(name.Text, out var known) || !isBackward || !name.Text.EndsWith(Gradient, StringComparison.Ordinal)
            || !_known.TryGetValue(name.Text[..^Gradient.Length], out var of) || of.Kind is Kind.Own or Kind.Index)
        {
            return known;
        }

        return _known[name.Text] = new Known(Kind.Gradient, of.Signature with { Name = name }) { Of = of };
    }

    /// <summary>The known name that was probably meant; of several one that nothing has read yet, a parameter first.</summary>
    public string? Nearest(string name, IEnumerable<string> others) => NearestName.To(
        name,
        _known.OrderBy(k => k.Value.ReadAt > 0).ThenBy(k => k.Value.Kind != Kind.Parameter).Select(k => k.Key).Concat(_constants).Concat(others).Distinct());

    /// <summary>What is written has letters for subscripts, each once.</summary>
    public void RequireLetters(Entry entry)
    {
        foreach (var twice in entry.Places.Where(p => !p.IsLookUp).SelectMany(p => p.Places.Count == 0 ? [p.Name] : p.Letters).GroupBy(l => l.Text).SelectMany(g => g.Skip(1)))
        {
            mistakes.Add(twice, $"letter {twice} stands twice in {entry}");
        }

        foreach (var lookUp in entry.Places.Where(p => p.IsLookUp))
        {
            mistakes.Add(lookUp.At, $"{entry} is written: its subscripts are letters");
        }
    }

    void RequireFree(Entry entry)
    {
        var name = entry.Name.Text;
        if (name.EndsWith(Gradient, StringComparison.Ordinal))
        {
            mistakes.Add(entry.Name, $"there is no gradient '{name}' here", "gradients are written after a line `backward`, of tensors that the part before it names");
            return;
        }

        var what = Keywords.Contains(name) ? "a word of the notation"
            : Function.All.Any(f => f.Name == name) ? "a function"
            : name == "B" && entry.Places.Count == 0 ? "the size of the batch"
            : _constants.Contains(name) ? "a constant"
            : null;
        if (what is not null)
        {
            mistakes.Add(entry.Name, $"{name} is {what}: it can't name a tensor");
        }
    }
}
