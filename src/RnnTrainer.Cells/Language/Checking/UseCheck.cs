using RnnTrainer.Cells.Language.Parsing;

namespace RnnTrainer.Cells.Language.Checking;

/// <summary>Finds what a program lacks and what it does not use, once each of its statements is known to be right by itself.</summary>
sealed class UseCheck(ProgramSyntax program, SymbolTable symbols, Diagnostics diagnostics)
{
    public void Run()
    {
        foreach (var constant in program.Constants.Where(c => !symbols.UsedConstants.Contains(c.Name.Text)))
        {
            diagnostics.Add(constant.Name, $"constant {constant.Name} is never used");
        }

        if (program.IsCell)
        {
            RequireNextStates();
            RequireUse();
        }
    }

    void RequireNextStates()
    {
        foreach (var state in symbols.All.Values.Where(s => s.Kind == SymbolKind.State).Select(s => s.Signature))
        {
            if (symbols.All.GetValueOrDefault($"{state.Name}'")?.Kind != SymbolKind.Computed)
            {
                var next = state with { Name = state.Name with { Text = $"{state.Name}'" } };
                diagnostics.Add(state.At, $"state {state.Name} has no next value", $"a statement has to compute {next}");
            }
        }
    }

    /// <summary>A state may go unread: an output that the next step does not look at.</summary>
    void RequireUse()
    {
        foreach (var (name, symbol) in symbols.All.Where(s => !s.Value.IsUsed))
        {
            var what = symbol.Kind switch
            {
                SymbolKind.Parameter => $"parameter {name} is never used",
                SymbolKind.Input => $"input {name} is never used",
                SymbolKind.Computed when !symbols.IsNext(symbol) => $"{name} is computed but never used",
                SymbolKind.Local => $"{name} is computed but never used",
                _ => null,
            };
            if (what is not null)
            {
                diagnostics.Add(symbol.Signature.At, what);
            }
        }
    }
}
