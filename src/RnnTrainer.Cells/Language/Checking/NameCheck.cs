using RnnTrainer.Autodiff;
using RnnTrainer.Cells.Language.Parsing;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Checking;

/// <summary>
/// Checks the names and the loop indexes of each statement of one part: whether a name is known, and may be used as the statement uses it.
/// </summary>
/// <param name="part">The forward or the backward statements.</param>
sealed class NameCheck(ProgramSyntax program, IReadOnlyList<StatementSyntax> part, SymbolTable symbols, Diagnostics diagnostics)
{
    readonly bool _isBackward = ReferenceEquals(part, program.Backward);

    public void Run()
    {
        foreach (var statement in part)
        {
            foreach (var entry in statement.Entries.Where(e => e.Name.Text != statement.Target.Name.Text))
            {
                Read(entry);
            }

            if (statement.Entries.FirstOrDefault(e => e.Name.Text == statement.Target.Name.Text) is { } both)
            {
                diagnostics.Add(both.At, $"{both.Name} is accumulated and read in one statement");
            }

            Write(statement.Target, statement.Accumulation == Accumulation.Max);
            RequireIndexesOfFor(statement);
        }
    }

    void Read(Entry entry)
    {
        if (entry is { Subscripts.Count: 0, Name.Text: "B" } || symbols.IsConstant(entry))
        {
            ReadNumber(entry.Name);
        }
        else if (symbols.Find(entry.Name, _isBackward) is { } symbol)
        {
            RequireSubscripts(entry, symbol);
            RequireReadable(entry, symbol);
            symbol.ReadAt = symbol.ReadAt == 0 ? entry.Name.Line : symbol.ReadAt;
            symbol.IsUsed |= !_isBackward || symbol.Kind == SymbolKind.Local;
        }
        else
        {
            Unknown(entry);
        }
    }

    void ReadNumber(Word name)
    {
        symbols.UsedConstants.Add(name.Text);
        if (name.Text == "B" && !_isBackward && program.IsCell)
        {
            diagnostics.Add(
                name, "B, the batch size, can only be used in the backward part", "the step of a cell sees each example by itself");
        }
    }

    void RequireReadable(Entry entry, Symbol symbol)
    {
        if (symbol.Kind == SymbolKind.Index)
        {
            diagnostics.Add(entry.At, $"{entry} is a whole number, which can only be a subscript");
        }
        else if (symbol is { Kind: SymbolKind.Gradient, Of.Kind: not SymbolKind.Computed })
        {
            diagnostics.Add(entry.At, $"{entry.Name} is a result of the backward part: it cannot be read");
        }
        else if (symbol is { Kind: SymbolKind.Gradient, IsWritten: false } && !symbols.IsNext(symbol.Of!) && !IsResult(symbol.Of!))
        {
            diagnostics.Add(
                entry.At, $"{entry.Name} is read before it is computed", "statements run in the order in which they are written");
        }
    }

    /// <summary>
    /// A program's result is what its last statement computes: its gradient comes from outside, as those of next states do.
    /// </summary>
    bool IsResult(Symbol computed) =>
        !program.IsCell && program.Forward is [.., var last] && computed.Signature.Name.Text == last.Target.Name.Text;

    void RequireSubscripts(Entry entry, Symbol symbol)
    {
        var (found, expected) = (entry.Subscripts.Count, symbol.Signature.Subscripts.Count);
        if (found != expected)
        {
            diagnostics.Add(entry.At, $"{entry} has {Words.Counted(found, "subscript")} but {symbol.Signature} has {expected}");
        }

        foreach (var gather in entry.Subscripts.OfType<GatherSyntax>())
        {
            RequireIndex(gather.Entry);
        }
    }

    void RequireIndex(Entry gathered)
    {
        if (symbols.Find(gathered.Name, _isBackward) is not { } symbol)
        {
            Unknown(gathered);
            return;
        }

        symbol.ReadAt = gathered.Name.Line;
        RequireSubscripts(gathered, symbol);
        if (symbol.Kind != SymbolKind.Index)
        {
            diagnostics.Add(gathered.At, $"{gathered} cannot be a subscript", "only indexes and entries of `index` tensors can");
        }
    }

    void Unknown(Entry entry)
    {
        var name = entry.Name;
        var targets = part.Select(s => s.Target.Name.Text).ToList();
        if (targets.Contains(name.Text))
        {
            diagnostics.Add(entry.At, $"{name} is read before it is computed", "statements run in the order in which they are written");
            return;
        }

        diagnostics.Add(
            name,
            $"there is no tensor {(entry.Subscripts.Count == 0 ? "or constant " : "")}'{name}'",
            symbols.Nearest(name.Text, targets) is { } near ? $"did you mean '{near}'?" : null);
    }

    void Write(Entry target, bool isMaximum)
    {
        if (symbols.Find(target.Name, _isBackward) is { } symbol)
        {
            RequireWritable(target, symbol);
            RequireSubscripts(target, symbol);
            symbols.RequireLoopIndexes(target, mayGather: symbol.Kind == SymbolKind.Gradient);
        }
        else
        {
            symbols.Add(_isBackward ? SymbolKind.Local : SymbolKind.Computed, target);
            symbol = symbols.All[target.Name.Text];
        }

        if (symbol.IsWritten && symbol.IsMaximum != isMaximum)
        {
            diagnostics.Add(target.At, $"{target.Name} takes either max= or += and -=, not both");
        }

        (symbol.IsMaximum, symbol.IsWritten) = (isMaximum, true);
    }

    void RequireWritable(Entry target, Symbol symbol)
    {
        var what = symbol.Kind switch
        {
            SymbolKind.Parameter => "a parameter",
            SymbolKind.Input or SymbolKind.Index => "an input",
            SymbolKind.State => "a state",
            SymbolKind.Computed when _isBackward => "computed by the part before `backward`",
            _ => null,
        };
        if (what is not null)
        {
            var hint = symbol.Kind == SymbolKind.State ? $"its next value is {target.Name}'" : null;
            diagnostics.Add(target.At, $"{target.Name} is {what}: it cannot be computed here", hint);
        }
        else if (symbol.ReadAt > 0)
        {
            diagnostics.Add(target.At, $"{target.Name} was read in line {symbol.ReadAt}: it is complete and cannot change");
        }
    }

    /// <summary>
    /// The indexes of <c>for</c> are those that occur; a backward statement may repeat itself over one more, over which the forward
    /// statement sums.
    /// </summary>
    void RequireIndexesOfFor(StatementSyntax statement)
    {
        if (statement.For is null)
        {
            return;
        }

        var occurring = statement.Indexes.DistinctBy(i => i.Text).ToList();
        var mayRepeat = program.IsCell && _isBackward;
        foreach (var index in statement.For.Where(f => !mayRepeat && !occurring.Exists(i => i.Text == f.Text)))
        {
            diagnostics.Add(index, $"index {index} does not occur in the statement");
        }

        foreach (var index in SymbolTable.Repeated(statement.For))
        {
            diagnostics.Add(index, $"index {index} occurs twice after `for`");
        }

        foreach (var index in occurring.Where(i => !statement.For.Any(f => f.Text == i.Text)))
        {
            diagnostics.Add(index, $"index {index} is missing after `for`", "name every index that occurs, or leave out `for …:`");
        }
    }
}
