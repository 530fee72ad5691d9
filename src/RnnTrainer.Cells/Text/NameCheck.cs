using RnnTrainer.Autodiff;

namespace RnnTrainer.Cells;

/// <summary>Finds what every name means, and whether it may stand where it stands.</summary>
sealed class NameCheck
{
    static readonly string[] Keywords = ["cell", "program", "input", "index", "state", "param", "const", "size", "backward", "for", "max"];

    readonly ProgramSyntax _program;
    readonly Mistakes _mistakes;
    readonly HashSet<string> _constants;
    readonly HashSet<string> _usedConstants = [];
    readonly Dictionary<string, Known> _known = [];

    NameCheck(ProgramSyntax program, Mistakes mistakes)
    {
        (_program, _mistakes) = (program, mistakes);
        _constants = [.. program.Constants.Select(c => c.Name.Text)];
    }

    /// <summary>The tensors by name, gradients that the backward part names included.</summary>
    public static IReadOnlyDictionary<string, Known> Of(ProgramSyntax program, Mistakes mistakes)
    {
        var check = new NameCheck(program, mistakes);
        check.Declare();
        foreach (var statement in program.Forward)
        {
            check.Read(statement, Kind.Computed, program.Forward);
        }

        check.Conclude();
        foreach (var statement in program.Backward)
        {
            check.Read(statement, Kind.Own, program.Backward);
        }

        return check._known;
    }

    void Declare()
    {
        var settings = _program.Constants.Concat(_program.Sizes).Select(s => s.Name);
        foreach (var twice in settings.Concat(_program.Declarations.Select(d => d.Entry.Name)).GroupBy(w => w.Text).SelectMany(g => g.Skip(1)))
        {
            _mistakes.Add(twice, $"{twice} is declared twice");
        }

        foreach (var (role, entry, start) in _program.Declarations)
        {
            RequireFree(entry);
            RequireDistinctLetters(entry);
            _known.TryAdd(entry.Name.Text, new Known(role switch { Role.Input => Kind.Input, Role.Index => Kind.Index, Role.State => Kind.State, _ => Kind.Parameter }, entry));
            _usedConstants.UnionWith(new[] { start?.Token.Text, start?.Argument?.Text }.OfType<string>());
        }
    }

    void Read(StatementSyntax statement, Kind made, IReadOnlyList<StatementSyntax> part)
    {
        foreach (var entry in statement.Entries)
        {
            Read(entry, made, part);
        }

        Write(statement, made);
    }

    void Read(Entry entry, Kind made, IReadOnlyList<StatementSyntax> part)
    {
        var name = entry.Name.Text;
        if (entry.Places.Count == 0 && (name == "B" || _constants.Contains(name)))
        {
            _usedConstants.Add(name);
            if (name == "B" && made == Kind.Computed && _program.IsCell)
            {
                _mistakes.Add(entry.Name, "B, the size of the batch, belongs in the backward part only", "a cell's step sees each example alone");
            }

            return;
        }

        if (Find(entry.Name, made) is not { } known)
        {
            Unknown(entry, part);
            return;
        }

        ReadPlaces(entry, known, made, part);
        if (known.Kind == Kind.Index)
        {
            _mistakes.Add(entry.At, $"{entry} is a whole number, which can only be a subscript");
        }
        else if (known is { Kind: Kind.Gradient, Of.Kind: not Kind.Computed })
        {
            _mistakes.Add(entry.At, $"{name} is an outcome of the backward part: it cannot be read");
        }
        else if (known is { Kind: Kind.Gradient, IsWritten: false } && !IsNext(known.Of!))
        {
            _mistakes.Add(entry.At, $"{name} is read before it is computed");
        }

        known.ReadAt = known.ReadAt == 0 ? entry.Name.Line : known.ReadAt;
    }

    void ReadPlaces(Entry entry, Known known, Kind made, IReadOnlyList<StatementSyntax> part)
    {
        if (entry.Places.Count != known.Signature.Places.Count)
        {
            _mistakes.Add(entry.At, $"{entry} has {Count(entry)} but {known.Signature} has {known.Signature.Places.Count}");
        }

        foreach (var lookUp in entry.Places.Where(p => p.Places.Count > 0))
        {
            if (Find(lookUp.Name, made) is not { } index)
            {
                Unknown(lookUp, part);
                continue;
            }

            index.ReadAt = lookUp.Name.Line;
            ReadPlaces(lookUp, index, made, part);
            if (index.Kind != Kind.Index)
            {
                _mistakes.Add(lookUp.At, $"{lookUp} can't be a subscript", "only letters and entries of `index` tensors can");
            }
        }
    }

    /// <summary>The tensor of this name; gradients are made known here, from the tensor they belong to.</summary>
    Known? Find(Word name, Kind made)
    {
        const string Gradient = ".grad";
        if (_known.TryGetValue(name.Text, out var known) || made != Kind.Own || !name.Text.EndsWith(Gradient, StringComparison.Ordinal)
            || !_known.TryGetValue(name.Text[..^Gradient.Length], out var of) || of.Kind is Kind.Own or Kind.Index)
        {
            return known;
        }

        return _known[name.Text] = new Known(Kind.Gradient, of.Signature with { Name = name }) { Of = of };
    }

    void Unknown(Entry entry, IReadOnlyList<StatementSyntax> part)
    {
        var name = entry.Name;
        if (part.Any(s => s.Target.Name.Text == name.Text))
        {
            _mistakes.Add(entry.At, $"{name} is read before it is computed", "statements run in the order in which they are written");
            return;
        }

        var names = _known.Keys.Concat(_constants).Concat(part.Select(s => s.Target.Name.Text)).Distinct();
        var near = EditDistance.Nearest(name.Text, names);
        _mistakes.Add(
            name,
            $"there is no tensor {(entry.Places.Count == 0 ? "or constant " : "")}'{name}'",
            near is not null ? $"did you mean '{near}'?"
                : name.Text.EndsWith(".grad", StringComparison.Ordinal) ? "gradients are known after a line `backward` only" : null);
    }

    void Write(StatementSyntax statement, Kind made)
    {
        var target = statement.Target;
        var name = target.Name.Text;
        if (Find(target.Name, made) is not { } known)
        {
            RequireFree(target);
            RequireDistinctLetters(target);
            _known[name] = new Known(made, target) { IsWritten = true };
            return;
        }

        RequireWritable(statement, known, made);
        ReadPlaces(target, known, made, [statement]);
        RequireDistinctLetters(target);
        known.IsWritten = true;
    }

    void RequireWritable(StatementSyntax statement, Known known, Kind made)
    {
        var target = statement.Target;
        var what = known.Kind switch
        {
            Kind.Parameter => "a parameter",
            Kind.Input or Kind.Index => "an input",
            Kind.State => "a state",
            Kind.Computed when made == Kind.Own => "computed by the forward part",
            _ => null,
        };
        if (what is not null)
        {
            _mistakes.Add(target.At, $"{target.Name} is {what}: it can't be computed here", known.Kind == Kind.State ? $"its next value is {target.Name}'" : null);
        }
        else if (statement.Entries.Any(e => e.Name.Text == target.Name.Text))
        {
            _mistakes.Add(target.At, $"{target.Name} is accumulated and read in one statement");
        }
        else if (known.ReadAt > 0)
        {
            _mistakes.Add(target.At, $"{target.Name} was read in line {known.ReadAt}: it is complete and can't be changed");
        }
    }

    /// <summary>After the forward part: what is missing and what is too much.</summary>
    void Conclude()
    {
        if (_program.IsCell)
        {
            RequireUse();
            foreach (var (name, state) in _known.Where(k => k.Value.Kind == Kind.State && _known.GetValueOrDefault($"{k.Key}'")?.Kind != Kind.Computed))
            {
                _mistakes.Add(state.Signature.At, $"state {name} has no next value", $"a statement has to compute {state.Signature with { Name = state.Signature.Name with { Text = name + "'" } }}");
            }
        }

        foreach (var constant in _program.Constants.Where(c => !_usedConstants.Contains(c.Name.Text)))
        {
            _mistakes.Add(constant.Name, $"constant {constant.Name} is never used");
        }

        foreach (var known in _known.Values)
        {
            known.ReadAt = known.Kind == Kind.Computed ? int.MaxValue : known.ReadAt;
        }
    }

    void RequireUse()
    {
        foreach (var (name, known) in _known.Where(k => k.Value.ReadAt == 0))
        {
            var what = known.Kind switch
            {
                Kind.Parameter => $"parameter {name} is never used",
                Kind.Input or Kind.Index => $"input {name} is never used",
                Kind.Computed when !IsNext(known) => $"{name} is computed but never used",
                _ => null,
            };
            if (what is not null)
            {
                _mistakes.Add(known.Signature.At, what);
            }
        }
    }

    bool IsNext(Known computed) => computed.Signature.Name.Text is [.. var state, '\''] && _known.GetValueOrDefault(state)?.Kind == Kind.State;

    void RequireFree(Entry entry)
    {
        var name = entry.Name.Text;
        var what = Keywords.Contains(name) ? "a word of the notation"
            : Function.All.Any(f => f.Name == name) ? "a function"
            : name == "B" && entry.Places.Count == 0 ? "the size of the batch"
            : _constants.Contains(name) && !_program.Declarations.Any(d => d.Entry.Name == entry.Name) ? "a constant"
            : name.EndsWith(".grad", StringComparison.Ordinal) ? "a gradient"
            : null;
        if (what is not null)
        {
            _mistakes.Add(entry.Name, $"{name} is {what}: it can't name a tensor", what == "a gradient" ? "gradients are written after a line `backward` only" : null);
        }
    }

    void RequireDistinctLetters(Entry entry)
    {
        foreach (var twice in entry.Places.Where(p => p.Places.Count == 0).GroupBy(p => p.Name.Text).SelectMany(g => g.Skip(1)))
        {
            _mistakes.Add(twice.Name, $"letter {twice.Name} stands twice in {entry}");
        }

        foreach (var lookUp in entry.Places.Where(p => p.Places.Count > 0))
        {
            _mistakes.Add(lookUp.At, $"{entry} is written: its subscripts are letters");
        }
    }

    static string Count(Entry entry) => entry.Places.Count == 1 ? "1 subscript" : $"{entry.Places.Count} subscripts";
}
