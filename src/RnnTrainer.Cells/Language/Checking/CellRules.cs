using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Cells.Language.Parsing;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Checking;

/// <summary>What a cell must be beyond a program: one input, states, every letter sized, each example by itself.</summary>
sealed class CellRules(ProgramSyntax program, IReadOnlyDictionary<string, Known> known, Mistakes mistakes)
{
    const int LargestSize = 65536;

    IEnumerable<StatementSyntax> Statements => program.Forward.Concat(program.Backward);

    public void CheckShapes()
    {
        if (program.IsCell)
        {
            RequireInputAndState();
            foreach (var declaration in program.Declarations)
            {
                RequireShape(declaration);
            }
        }
    }

    public void CheckLetters(LetterSizes letters)
    {
        if (program.IsCell)
        {
            foreach (var declaration in program.Declarations.Where(d => d.Role == Role.Parameter))
            {
                RequireNoExample(declaration.Entry, letters);
            }

            foreach (var statement in Statements)
            {
                RequireExample(statement, letters);
            }

            foreach (var letter in program.Backward.SelectMany(s => s.For ?? []).Where(l => !letters.IsSized(l.Text)))
            {
                mistakes.Add(letter, $"letter {letter} occurs nowhere, so it has no size");
            }

            RequireSizes(Statements, letters);
            RequireDeclaredSizes();
        }
    }

    /// <summary>The forward part has all its sizes without the backward one, so that it can stand alone.</summary>
    /// <param name="letters">As the forward part has them.</param>
    public void CheckForwardSizes(LetterSizes letters)
    {
        if (program.IsCell)
        {
            RequireSizes(program.Forward, letters);
        }
    }

    void RequireInputAndState()
    {
        var inputs = program.Declarations.Where(d => d.Role == Role.Input).ToList();
        if (inputs.Count == 0)
        {
            mistakes.Add(program.Name, "the cell has no input", "input x[b,k]");
        }

        foreach (var more in inputs.Skip(1))
        {
            mistakes.Add(more.Entry.At, "a second input: a cell has one");
        }

        if (!program.Declarations.Any(d => d.Role == Role.State))
        {
            mistakes.Add(program.Name, "the cell has no state", "state h[b,j]");
        }
    }

    void RequireShape(Declaration declaration)
    {
        var (role, entry) = (declaration.Role, declaration.Entry);
        if (role == Role.Index)
        {
            mistakes.Add(entry.At, "a cell has no index tensor: nothing feeds it");
        }
        else if (role is Role.Input or Role.State && entry.Places.Count != 2)
        {
            mistakes.Add(entry.At, $"expected two letters, found {entry}", role == Role.Input ? "b the example, k the input: x[b,k]" : "b the example, j the unit: h[b,j]");
        }
    }

    void RequireNoExample(Entry parameter, LetterSizes letters)
    {
        if (parameter.Places.FirstOrDefault(p => letters.IsBatch(p.Name.Text)) is { } place)
        {
            mistakes.Add(place.Name, $"{place} is the example: a parameter is the same for all");
        }
    }

    /// <summary>Whatever depends on an example has its letter, in the first place; only gradients of what has none sum over it.</summary>
    void RequireExample(StatementSyntax statement, LetterSizes letters)
    {
        var target = statement.Target;
        var isGradient = known[target.Name.Text].Kind == Kind.Gradient;
        var reads = statement.Entries.Any(e => e.Letters.Any(l => letters.IsBatch(l.Text)));
        if (target.Places.Skip(1).SelectMany(p => p.Places.Count == 0 ? [p.Name] : p.Letters).FirstOrDefault(l => letters.IsBatch(l.Text)) is { Text: not null } late)
        {
            mistakes.Add(late, $"{late}, the example, stands in the first place only");
        }
        else if (statement.Entries.Prepend(target).SelectMany(e => e.Places).FirstOrDefault(p => p.IsComposite && p.Letters.Any(l => letters.IsBatch(l.Text))) is { } mixed)
        {
            mistakes.Add(mixed.At, $"{mixed} counts examples and something else together", "the example stands in a place of its own");
        }
        else if (reads && !isGradient && !target.Letters.Any(l => letters.IsBatch(l.Text)))
        {
            mistakes.Add(target.At, $"{target} sums over {letters.Batch}: a cell's step sees each example alone", $"its first letter has to be {letters.Batch}");
        }
    }

    void RequireSizes(IEnumerable<StatementSyntax> statements, LetterSizes letters)
    {
        foreach (var letter in Letters(statements).Where(l => !letters.IsSized(l.Text)).DistinctBy(l => letters.ClassOf(l.Text)))
        {
            if (Alone(letters.ClassOf(letter.Text), letters) is var (statement, finding))
            {
                mistakes.Add(
                    SumCheck.Place(statement, finding.Term),
                    $"{finding.Message}, and nothing gives it a size",
                    finding.Instead is [var meant, ..] ? $"did you mean `{meant}`?" : $"give another factor the index {letter}, or the target");
                continue;
            }

            mistakes.Add(letter, $"letter {letter} has no size", $"it is neither the input's nor a state's; declare it: size {letter} = 8");
        }
    }

    /// <summary>The statement that sums an index of this class in one factor alone: its size is not what is missing.</summary>
    (StatementSyntax Statement, SumFinding Finding)? Alone(string ofClass, LetterSizes letters) => SumCheck.Findings(program, known)
        .Where(f => !f.Finding.IsCertain && f.Finding.Indexes is [var index] && letters.ClassOf(index.Name) == ofClass)
        .Select(f => ((StatementSyntax, SumFinding)?)f).FirstOrDefault();

    void RequireDeclaredSizes()
    {
        foreach (var (name, value, _) in program.Sizes)
        {
            if (value != Math.Floor(value) || value is < 1 or > LargestSize)
            {
                mistakes.Add(name, FormattableString.Invariant($"size {name} is {value}: expected a whole number from 1 to {LargestSize}"));
            }

            if (!Letters(program.Forward).Any(l => l.Text == name.Text))
            {
                mistakes.Add(name, $"letter {name} is never used");
            }
        }
    }

    IEnumerable<Word> Letters(IEnumerable<StatementSyntax> statements) =>
        program.Declarations.Select(d => d.Entry).Concat(statements.SelectMany(s => s.Entries.Prepend(s.Target))).SelectMany(e => e.Letters);
}
