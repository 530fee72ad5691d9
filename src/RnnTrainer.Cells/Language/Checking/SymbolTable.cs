using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Cells.Language.Parsing;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Checking;

enum SymbolKind
{
    Input,
    Index,
    State,
    Parameter,

    /// <summary>Computed by the forward part.</summary>
    Computed,

    /// <summary>The gradient of one of these.</summary>
    Gradient,

    /// <summary>Computed by the backward part for its own use.</summary>
    Local,
}

/// <summary>A tensor of a program.</summary>
/// <param name="Signature">The tensor with the subscripts of its declaration or of its first statement.</param>
sealed record Symbol(SymbolKind Kind, Entry Signature)
{
    /// <summary>The line where it was first read; 0 if it has not been read yet.</summary>
    public int ReadAt { get; set; }

    /// <summary>Whether the part that made it reads it; what the backward part reads of the forward part does not count.</summary>
    public bool IsUsed { get; set; }

    /// <summary>Whether a statement has written it.</summary>
    public bool IsWritten { get; set; }

    /// <summary>Whether the first statement that wrote it takes the maximum.</summary>
    public bool IsMaximum { get; set; }

    /// <summary>The tensor that a gradient belongs to; null for all other kinds.</summary>
    public Symbol? Of { get; init; }
}

/// <summary>The tensors of a program by name, as they become known.</summary>
sealed class SymbolTable(ProgramSyntax program, Diagnostics diagnostics)
{
    const string Gradient = ".grad";

    static readonly string[] Keywords = ["cell", "program", "input", "index", "state", "param", "const", "size", "backward", "for", "max"];

    readonly Dictionary<string, Symbol> _symbols = [];
    readonly HashSet<string> _constants = [.. program.Constants.Select(c => c.Name.Text)];

    public IReadOnlyDictionary<string, Symbol> All => _symbols;

    /// <summary>The constants that are used.</summary>
    public HashSet<string> UsedConstants { get; } = [];

    public bool IsConstant(Entry entry) => entry.Subscripts.Count == 0 && _constants.Contains(entry.Name.Text);

    /// <summary>Whether a computed tensor is the next value of a state.</summary>
    public bool IsNext(Symbol computed) =>
        computed is { Kind: SymbolKind.Computed, Signature.Name.Text: [.. var state, '\''] }
        && _symbols.GetValueOrDefault(state)?.Kind == SymbolKind.State;

    /// <summary>Adds what the program declares.</summary>
    public void Declare()
    {
        var settings = program.Constants.Concat(program.Sizes).Select(s => s.Name);
        foreach (var twice in Repeated(settings.Concat(program.Declarations.Select(d => d.Entry.Name))))
        {
            diagnostics.Add(twice, $"{twice} is declared twice");
        }

        UsedConstants.UnionWith(program.Sizes.Select(s => s.Constant?.Text).OfType<string>());
        foreach (var declaration in program.Declarations)
        {
            Declare(declaration);
        }
    }

    /// <summary>Adds a tensor that is named for the first time.</summary>
    public void Add(SymbolKind kind, Entry entry)
    {
        RequireFreeName(entry);
        RequireLoopIndexes(entry);
        _symbols.TryAdd(entry.Name.Text, new Symbol(kind, entry));
    }

    /// <summary>The tensor of this name; in the backward part also the gradient of one.</summary>
    public Symbol? Find(Word name, bool isBackward)
    {
        if (_symbols.TryGetValue(name.Text, out var symbol) || !isBackward || !name.Text.EndsWith(Gradient, StringComparison.Ordinal)
            || !_symbols.TryGetValue(name.Text[..^Gradient.Length], out var of) || of.Kind is SymbolKind.Local or SymbolKind.Index)
        {
            return symbol;
        }

        return _symbols[name.Text] = new Symbol(SymbolKind.Gradient, of.Signature with { Name = name }) { Of = of };
    }

    /// <summary>The name that was probably meant; of several one that has not been read yet, a parameter first.</summary>
    public string? Nearest(string name, IEnumerable<string> others)
    {
        var byLikelihood = _symbols.OrderBy(s => s.Value.ReadAt > 0).ThenBy(s => s.Value.Kind != SymbolKind.Parameter).Select(s => s.Key);
        return NearestName.To(name, byLikelihood.Concat(_constants).Concat(others).Distinct());
    }

    /// <summary>What is written has loop indexes for subscripts, each once.</summary>
    /// <param name="mayGather">Whether it may be in a row that an integer names, as a gradient goes to the row that was read.</param>
    public void RequireLoopIndexes(Entry entry, bool mayGather = false)
    {
        foreach (var twice in Repeated(entry.Subscripts.Where(s => s is not GatherSyntax).SelectMany(s => s.Indexes)))
        {
            diagnostics.Add(twice, $"index {twice} occurs twice in {entry}");
        }

        foreach (var gather in entry.Subscripts.OfType<GatherSyntax>().Where(_ => !mayGather))
        {
            diagnostics.Add(gather.At, $"{entry} is written to: its subscripts can only be indexes");
        }
    }

    /// <summary>The words after the first of each text.</summary>
    public static IEnumerable<Word> Repeated(IEnumerable<Word> words) => words.GroupBy(w => w.Text).SelectMany(g => g.Skip(1));

    void Declare(Declaration declaration)
    {
        var (role, entry, initializer) = declaration;
        var kind = role switch
        {
            Role.Input => SymbolKind.Input,
            Role.Index => SymbolKind.Index,
            Role.State => SymbolKind.State,
            _ => SymbolKind.Parameter,
        };
        if (entry.Subscripts.OfType<GroupSyntax>().FirstOrDefault() is { } group)
        {
            diagnostics.Add(
                group.At, $"{entry} declares a dimension with a group of indexes",
                "a declaration has one index per dimension; statements may group indexes");
        }

        UsedConstants.UnionWith(new[] { initializer?.Token.Text, initializer?.Argument?.Text }.OfType<string>());
        if (_constants.Contains(entry.Name.Text))
        {
            _symbols.TryAdd(entry.Name.Text, new Symbol(kind, entry));
        }
        else if (!_symbols.ContainsKey(entry.Name.Text))
        {
            Add(kind, entry);
        }
    }

    void RequireFreeName(Entry entry)
    {
        var name = entry.Name.Text;
        if (name.EndsWith(Gradient, StringComparison.Ordinal))
        {
            diagnostics.Add(
                entry.Name, $"there is no gradient '{name}' here",
                "compute gradients after a line `backward`, for tensors of the part before it");
            return;
        }

        var what = Keywords.Contains(name) ? "a keyword"
            : Function.All.Any(f => f.Name == name) ? "a function"
            : name == "B" && entry.Subscripts.Count == 0 ? "the batch size"
            : _constants.Contains(name) ? "a constant"
            : null;
        if (what is not null)
        {
            diagnostics.Add(entry.Name, $"{name} is {what}: it cannot name a tensor");
        }
    }
}
