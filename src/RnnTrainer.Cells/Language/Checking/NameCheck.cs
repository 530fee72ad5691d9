using RnnTrainer.Autodiff;
using RnnTrainer.Cells.Language.Parsing;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Checking;

/// <summary>Goes through the statements of one part: whether every name is known, and may stand where it stands.</summary>
/// <param name="part">The forward or the backward statements.</param>
sealed class NameCheck(ProgramSyntax program, IReadOnlyList<StatementSyntax> part, NameTable names, Mistakes mistakes)
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
                mistakes.Add(both.At, $"{both.Name} is accumulated and read in one statement");
            }

            Write(statement.Target, statement.Accumulation == Accumulation.Max);
        }
    }

    void Read(Entry entry)
    {
        if (entry is { Places.Count: 0, Name.Text: "B" } || names.IsConstant(entry))
        {
            ReadNumber(entry.Name);
        }
        else if (names.Find(entry.Name, _isBackward) is { } known)
        {
            RequirePlaces(entry, known);
            RequireReadable(entry, known);
            known.ReadAt = known.ReadAt == 0 ? entry.Name.Line : known.ReadAt;
            known.IsUsed |= !_isBackward || known.Kind == Kind.Own;
        }
        else
        {
            Unknown(entry);
        }
    }

    void ReadNumber(Word name)
    {
        names.UsedConstants.Add(name.Text);
        if (name.Text == "B" && !_isBackward && program.IsCell)
        {
            mistakes.Add(name, "B, the size of the batch, belongs in the backward part only", "a cell's step sees each example alone");
        }
    }

    void RequireReadable(Entry entry, Known known)
    {
        if (known.Kind == Kind.Index)
        {
            mistakes.Add(entry.At, $"{entry} is a whole number, which can only be a subscript");
        }
        else if (known is { Kind: Kind.Gradient, Of.Kind: not Kind.Computed })
        {
            mistakes.Add(entry.At, $"{entry.Name} is a result of the backward part: it can't be read");
        }
        else if (known is { Kind: Kind.Gradient, IsWritten: false } && !names.IsNext(known.Of!) && !IsResult(known.Of!))
        {
            mistakes.Add(entry.At, $"{entry.Name} is read before it is computed", "statements run in the order in which they are written");
        }
    }

    /// <summary>A program's result is what its last statement computes: its gradient comes from outside, as those of next states do.</summary>
    bool IsResult(Known computed) => !program.IsCell && program.Forward is [.., var last] && computed.Signature.Name.Text == last.Target.Name.Text;

    void RequirePlaces(Entry entry, Known known)
    {
        var (found, expected) = (entry.Places.Count, known.Signature.Places.Count);
        if (found != expected)
        {
            mistakes.Add(entry.At, $"{entry} has {Words.Counted(found, "subscript")} but {known.Signature} has {expected}");
        }

        foreach (var lookUp in entry.Places.Where(p => p.IsLookUp))
        {
            if (names.Find(lookUp.Name, _isBackward) is not { } index)
            {
                Unknown(lookUp);
                continue;
            }

            index.ReadAt = lookUp.Name.Line;
            RequirePlaces(lookUp, index);
            if (index.Kind != Kind.Index)
            {
                mistakes.Add(lookUp.At, $"{lookUp} can't be a subscript", "only letters and entries of `index` tensors can");
            }
        }
    }

    void Unknown(Entry entry)
    {
        var name = entry.Name;
        var targets = part.Select(s => s.Target.Name.Text).ToList();
        if (targets.Contains(name.Text))
        {
            mistakes.Add(entry.At, $"{name} is read before it is computed", "statements run in the order in which they are written");
            return;
        }

        mistakes.Add(
            name,
            $"there is no tensor {(entry.Places.Count == 0 ? "or constant " : "")}'{name}'",
            names.Nearest(name.Text, targets) is { } near ? $"did you mean '{near}'?" : null);
    }

    void Write(Entry target, bool isMaximum)
    {
        if (names.Find(target.Name, _isBackward) is { } known)
        {
            RequireWritable(target, known);
            RequirePlaces(target, known);
            names.RequireLetters(target);
        }
        else
        {
            names.Add(_isBackward ? Kind.Own : Kind.Computed, target);
            known = names.All[target.Name.Text];
        }

        if (known.IsWritten && known.IsMaximum != isMaximum)
        {
            mistakes.Add(target.At, $"{target.Name} takes either max= or += and -=, not both");
        }

        (known.IsMaximum, known.IsWritten) = (isMaximum, true);
    }

    void RequireWritable(Entry target, Known known)
    {
        var what = known.Kind switch
        {
            Kind.Parameter => "a parameter",
            Kind.Input or Kind.Index => "an input",
            Kind.State => "a state",
            Kind.Computed when _isBackward => "computed by the part before `backward`",
            _ => null,
        };
        if (what is not null)
        {
            mistakes.Add(target.At, $"{target.Name} is {what}: it can't be computed here", known.Kind == Kind.State ? $"its next value is {target.Name}'" : null);
        }
        else if (known.ReadAt > 0)
        {
            mistakes.Add(target.At, $"{target.Name} was read in line {known.ReadAt}: it is complete and can't be changed");
        }
    }
}
