using RnnTrainer.Cells.Language.Parsing;
using RnnTrainer.Common;

namespace RnnTrainer.Cells.Language.Checking;

/// <summary>What is missing in a program, and what is too much: asked once everything in it is known to be right by itself.</summary>
sealed class UseCheck(ProgramSyntax program, NameTable names, Mistakes mistakes)
{
    public void Run()
    {
        foreach (var constant in program.Constants.Where(c => !names.UsedConstants.Contains(c.Name.Text)))
        {
            mistakes.Add(constant.Name, $"constant {constant.Name} is never used");
        }

        if (program.IsCell)
        {
            RequireNext();
            RequireUse();
        }
    }

    void RequireNext()
    {
        foreach (var (name, state) in names.All.Where(k => k.Value.Kind == Kind.State && names.All.GetValueOrDefault($"{k.Key}'")?.Kind != Kind.Computed))
        {
            var next = state.Signature with { Name = state.Signature.Name with { Text = $"{name}'" } };
            mistakes.Add(state.Signature.At, $"state {name} has no next value", $"a statement has to compute {next}");
        }
    }

    /// <summary>A state may go unread: an output that the next step does not look at.</summary>
    void RequireUse()
    {
        foreach (var (name, known) in names.All.Where(k => !k.Value.IsUsed))
        {
            var what = known.Kind switch
            {
                Kind.Parameter => $"parameter {name} is never used",
                Kind.Input => $"input {name} is never used",
                Kind.Computed when !names.IsNext(known) => $"{name} is computed but never used",
                Kind.Own => $"{name} is computed but never used",
                _ => null,
            };
            if (what is not null)
            {
                mistakes.Add(known.Signature.At, what);
            }
        }
    }
}
