using RnnTrainer.Cells.Language.Parsing;

namespace RnnTrainer.Cells.Language.Checking;

/// <summary>
/// Finds the sizes of a program's indexes: those that count the same dimension of a tensor have one size, and those of a group multiply to
/// the size of their dimension.
/// </summary>
sealed class SizeCheck
{
    readonly IndexSizes _sizes = new();
    readonly Dictionary<string, string> _firstSeen = [];
    readonly List<GroupedDimension> _groups = [];
    readonly ProgramSyntax _program;
    readonly IReadOnlyDictionary<string, Symbol> _symbols;
    readonly Diagnostics _diagnostics;

    SizeCheck(ProgramSyntax program, IReadOnlyDictionary<string, Symbol> symbols, Diagnostics diagnostics) =>
        (_program, _symbols, _diagnostics) = (program, symbols, diagnostics);

    public static IndexSizes Run(ProgramSyntax program, IReadOnlyDictionary<string, Symbol> symbols, Diagnostics diagnostics)
    {
        var check = new SizeCheck(program, symbols, diagnostics);
        check.Declare();
        foreach (var entry in program.Statements.SelectMany(s => s.AllEntries))
        {
            check.Unify(entry);
        }

        foreach (var state in program.Declared(Role.State))
        {
            check.UnifyNext(state);
        }

        check.SolveGroups();
        return check._sizes;
    }

    void Declare()
    {
        foreach (var (name, value, _) in _program.Sizes)
        {
            _sizes.Declare(name.Text, value);
            _firstSeen[name.Text] = $"size {name}";
        }

        foreach (var (role, entry, _) in _program.Declarations)
        {
            if (_program.IsCell && role is Role.Input or Role.State && entry.Subscripts.Count == 2)
            {
                RequireBatch(entry);
                Give(entry, 1, role == Role.Input ? Size.Inputs : Size.Hidden);
            }

            Unify(entry);
        }
    }

    void RequireBatch(Entry entry)
    {
        var index = entry.Subscripts[0];
        _sizes.Batch ??= index.ToString();
        if (index.ToString() == _sizes.Batch)
        {
            Give(entry, 0, Size.Batch);
        }
        else
        {
            _diagnostics.Add(index.At, $"the index of the example is {_sizes.Batch}, found {entry}");
        }
    }

    void Give(Entry entry, int dimension, Size size)
    {
        var index = entry.Subscripts[dimension].ToString()!;
        if (!_sizes.TryGive(index, size))
        {
            Conflict(index, size.ToString(), entry);
        }

        _firstSeen.TryAdd(index, entry.ToString());
    }

    /// <summary>An index has the size of the one that counted its dimension where the tensor was first named.</summary>
    void Unify(Entry entry)
    {
        if (!_symbols.TryGetValue(entry.Name.Text, out var symbol))
        {
            return;
        }

        var before = _diagnostics.Count;
        foreach (var (subscript, first) in entry.Subscripts.Zip(symbol.Signature.Subscripts).TakeWhile(_ => _diagnostics.Count == before))
        {
            if (subscript is GatherSyntax gather)
            {
                Unify(gather.Entry);
            }
            else if (first is not GatherSyntax)
            {
                Unify(subscript, first, entry);
            }
        }
    }

    /// <summary>Of two groups the indexes have the same sizes, one by one; a single index has the size of a group's product.</summary>
    void Unify(SubscriptSyntax subscript, SubscriptSyntax first, Entry entry)
    {
        if (subscript is GroupSyntax group && first is SingleSyntax whole)
        {
            _groups.Add(new GroupedDimension(group, whole.Index, entry));
        }
        else if (subscript is SingleSyntax index && first is GroupSyntax firstGroup)
        {
            _groups.Add(new GroupedDimension(firstGroup, index.Index, entry));
        }
        else if (subscript.Indexes.Count != first.Indexes.Count)
        {
            _diagnostics.Add(
                subscript.At,
                $"{subscript} in {entry} groups a dimension that {first} groups elsewhere",
                "group a dimension in the same way everywhere");
        }
        else
        {
            foreach (var (own, other) in subscript.Indexes.Zip(first.Indexes))
            {
                Unify(own.Text, other.Text, entry);
            }
        }
    }

    /// <summary>A state's next value has the sizes of the state.</summary>
    void UnifyNext(Entry state)
    {
        if (!_symbols.TryGetValue($"{state.Name}'", out var symbol))
        {
            return;
        }

        var next = symbol.Signature;
        if (next.Subscripts.Count != state.Subscripts.Count)
        {
            _diagnostics.Add(next.At, $"{next} is the next value of {state}: it needs as many subscripts");
            return;
        }

        foreach (var (subscript, first) in next.Subscripts.Zip(state.Subscripts))
        {
            Unify(subscript, first, next);
        }
    }

    void Unify(string index, string first, Entry entry)
    {
        _firstSeen.TryAdd(index, entry.ToString());
        if (_sizes.ClassOf(index) == _sizes.ClassOf(first))
        {
            return;
        }

        if (_sizes.IsBatch(index) != _sizes.IsBatch(first))
        {
            _diagnostics.Add(entry.At, _sizes.IsBatch(index)
                ? $"{index}, the example, indexes the dimension of {first} in {entry}"
                : $"the index of the example is {_sizes.Batch}, found {entry}");
        }
        else if (!_sizes.TryJoin(index, first))
        {
            Conflict(index, _sizes.Describe(first), entry);
        }
    }

    /// <summary>
    /// Finds sizes through groups until no more is found. What a cell leaves without a size is reported later; in a program a single index
    /// that counts a group has the group's product for its size.
    /// </summary>
    void SolveGroups()
    {
        var open = _groups.ToList();
        while (open.FindIndex(IsSolvable) is >= 0 and var solvable)
        {
            Solve(open[solvable]);
            open.RemoveAt(solvable);
        }

        while (!_program.IsCell && open.Count > 0)
        {
            var next = Math.Max(0, open.FindIndex(g => !g.Group.Indexes.Any(i => open.Exists(o => Counts(o, i)))));
            _sizes.Give(open[next].Whole.Text, _sizes.SizeOf(open[next].Group.Indexes));
            open.RemoveAt(next);
        }

        bool Counts(GroupedDimension group, Word index) =>
            !_sizes.IsSized(index.Text) && _sizes.ClassOf(group.Whole.Text) == _sizes.ClassOf(index.Text);
    }

    bool IsSolvable(GroupedDimension dimension)
    {
        var missing = dimension.Group.Indexes.Count(i => !_sizes.IsSized(i.Text));
        return missing == 0 || (missing == 1 && _sizes.IsSized(dimension.Whole.Text));
    }

    void Solve(GroupedDimension dimension)
    {
        var (group, whole, entry) = dimension;
        var missing = group.Indexes.Where(i => !_sizes.IsSized(i.Text)).ToList();
        if (missing.Count == 0)
        {
            RequireProduct(dimension);
            return;
        }

        var others = _sizes.SizeOf(group.Indexes.Except(missing));
        if (!_sizes.IsHidden(whole.Text))
        {
            var counted = _sizes.SizeOf(whole.Text).Equals(Size.Inputs) ? "the inputs" : whole.Text;
            _diagnostics.Add(group.At, $"{group} indexes {counted} in {entry}: only the hidden size can be divided by a group of indexes");
        }
        else if (others.Has(Size.Inputs))
        {
            _diagnostics.Add(
                group.At, $"{group} groups inputs and units in {entry}", "the hidden size does not depend on the number of inputs");
        }
        else
        {
            _sizes.Give(missing[0].Text, Size.Hidden / others);
        }
    }

    void RequireProduct(GroupedDimension dimension)
    {
        var (group, whole, entry) = dimension;
        var product = _sizes.SizeOf(group.Indexes);
        if (!_sizes.TryGive(whole.Text, product))
        {
            var factors = string.Join(" times ", group.Indexes.Select(i => _sizes.Describe(i.Text)));
            _diagnostics.Add(
                group.At, $"{group} has the size {factors} but {whole} is {_sizes.Describe(whole.Text)} in {entry}",
                "declare all sizes of a group but one: it follows from the others");
        }
    }

    void Conflict(string index, string other, Entry entry)
    {
        var own = _sizes.Describe(index);
        _diagnostics.Add(
            entry.At,
            $"index {index} is {own} in {_firstSeen.GetValueOrDefault(index, entry.ToString())} but {other} in {entry}",
            own is "J" or "K" || other is "J" or "K" ? "K is the number of inputs, J the hidden size" : null);
    }

    /// <summary>A dimension of a tensor that a group of indexes counts in one place and a single index in another.</summary>
    sealed record GroupedDimension(GroupSyntax Group, Word Whole, Entry Entry);
}
