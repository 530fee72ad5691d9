using RnnTrainer.Cells.Language.Parsing;

namespace RnnTrainer.Cells.Language.Checking;

/// <summary>Checks what stands between <c>for</c> and the colon.</summary>
static class LoopLetters
{
    public static void Check(ProgramSyntax program, Mistakes mistakes)
    {
        foreach (var statement in program.Forward.Concat(program.Backward).Where(s => s.For is not null))
        {
            Check(statement.For!, statement, isDerived: program.IsCell && program.Backward.Contains(statement), mistakes);
        }
    }

    /// <summary>The letters of <c>for</c> are those that occur; a derived statement may repeat itself over one more, over which the forward one sums.</summary>
    static void Check(IReadOnlyList<Word> letters, StatementSyntax statement, bool isDerived, Mistakes mistakes)
    {
        var occur = statement.Entries.Prepend(statement.Target).SelectMany(e => e.Letters).ToList();
        foreach (var letter in letters.Where(l => !isDerived && !occur.Exists(o => o.Text == l.Text)))
        {
            mistakes.Add(letter, $"letter {letter} does not occur in the statement");
        }

        foreach (var letter in letters.GroupBy(l => l.Text).SelectMany(g => g.Skip(1)))
        {
            mistakes.Add(letter, $"letter {letter} stands twice after `for`");
        }

        foreach (var letter in occur.DistinctBy(o => o.Text).Where(o => !letters.Any(l => l.Text == o.Text)))
        {
            mistakes.Add(letter, $"letter {letter} is missing after `for`", "name every letter that occurs, or leave out the whole `for …:`");
        }
    }
}
