namespace RnnTrainer.Cells;

/// <summary>What a cell must be beyond a program: one input, states, every letter sized, each example by itself.</summary>
sealed class CellRules(ProgramSyntax program, IReadOnlyDictionary<string, Known> known, LetterSizes letters, Mistakes mistakes)
{
    const int LargestSize = 65536;

    public void Check()
    {
        RequireInputAndState();
        foreach (var declaration in program.Declarations)
        {
            RequireShape(declaration);
        }

        foreach (var statement in program.Forward.Concat(program.Backward))
        {
            RequireExample(statement);
        }

        RequireSizes();
    }

    /// <summary>What holds for programs too: the letters of <c>for</c> are those that occur.</summary>
    public static void CheckLoops(ProgramSyntax program, Mistakes mistakes)
    {
        foreach (var statement in program.Forward.Concat(program.Backward).Where(s => s.For is not null))
        {
            var occur = statement.Entries.Prepend(statement.Target).SelectMany(e => e.Letters).ToList();
            foreach (var letter in statement.For!.Where(l => !occur.Exists(o => o.Text == l.Text)))
            {
                mistakes.Add(letter, $"letter {letter} does not occur in the statement");
            }

            foreach (var letter in statement.For!.GroupBy(l => l.Text).SelectMany(g => g.Skip(1)))
            {
                mistakes.Add(letter, $"letter {letter} stands twice after `for`");
            }

            foreach (var letter in occur.DistinctBy(o => o.Text).Where(o => !statement.For!.Any(l => l.Text == o.Text)))
            {
                mistakes.Add(letter, $"letter {letter} is missing after `for`", "name every letter that occurs, or leave out the whole `for …:`");
            }
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
            mistakes.Add(more.Entry.At, "a cell has one input");
        }

        if (!program.Declarations.Any(d => d.Role == Role.State))
        {
            mistakes.Add(program.Name, "the cell has no state", "state h[b,j]");
        }
    }

    void RequireShape(Declaration declaration)
    {
        var entry = declaration.Entry;
        switch (declaration.Role)
        {
            case Role.Index:
                mistakes.Add(entry.At, "a cell has no index tensor: nothing feeds it");
                break;
            case Role.Input or Role.State when entry.Places.Count != 2:
                mistakes.Add(entry.At, $"expected two letters, found {entry}", declaration.Role == Role.Input ? "b the example, k the input: x[b,k]" : "b the example, j the unit: h[b,j]");
                break;
            case Role.Parameter when entry.Letters.FirstOrDefault(l => letters.IsBatch(l.Text)) is { Text: { } letter } word:
                mistakes.Add(word, $"{letter} is the example: a parameter is the same for all");
                break;
        }
    }

    /// <summary>Whatever depends on an example has its letter, in the first place; only gradients of what has none sum over it.</summary>
    void RequireExample(StatementSyntax statement)
    {
        var target = statement.Target;
        var reads = statement.Entries.FirstOrDefault(e => e.Letters.Any(l => letters.IsBatch(l.Text)));
        var isGradient = known.GetValueOrDefault(target.Name.Text)?.Kind == Kind.Gradient;
        if (target.Places.Skip(1).FirstOrDefault(p => letters.IsBatch(p.Name.Text)) is { } late)
        {
            mistakes.Add(late.Name, $"{late}, the example, stands in the first place only");
        }
        else if (reads is not null && !isGradient && !target.Letters.Any(l => letters.IsBatch(l.Text)))
        {
            mistakes.Add(target.At, $"{target} sums over {letters.Batch}: a cell's step sees each example alone", $"begin its letters with {letters.Batch}");
        }

        foreach (var entry in statement.Entries)
        {
            if (entry.Places.Skip(1).FirstOrDefault(p => letters.IsBatch(p.Name.Text)) is { } place)
            {
                mistakes.Add(place.Name, $"{place}, the example, stands in the first place only");
            }
        }
    }

    void RequireSizes()
    {
        var entries = program.Declarations.Select(d => d.Entry)
            .Concat(program.Forward.Concat(program.Backward).SelectMany(s => s.Entries.Prepend(s.Target)));
        var used = entries.SelectMany(e => e.Letters).ToList();
        foreach (var letter in used.Where(l => !letters.IsSized(l.Text)).DistinctBy(l => letters.ClassOf(l.Text)))
        {
            mistakes.Add(letter, $"letter {letter} has no size", $"it is neither the input's nor a state's; declare it: size {letter} = 8");
        }

        foreach (var (name, value) in program.Sizes)
        {
            if (value != Math.Floor(value) || value is < 1 or > LargestSize)
            {
                mistakes.Add(name, $"a size is a whole number from 1 to {LargestSize}");
            }

            if (!used.Exists(l => l.Text == name.Text))
            {
                mistakes.Add(name, $"letter {name} is never used");
            }
        }
    }
}
