using RnnTrainer.Autodiff.Graphs;

namespace RnnTrainer.Autodiff.Execution.Loops;

/// <summary>Machine code of a loop nest.</summary>
/// <param name="addresses">Where the tensors begin, by their slots in the <see cref="ILayout"/>.</param>
/// <param name="rows">The size of the layout's row index, at least 1; without one it is not looked at.</param>
unsafe delegate void LoopCode(nint* addresses, nint rows);

/// <summary>Code together with the tensors that it runs on.</summary>
sealed unsafe class LoopKernel(LoopCode code, nint[] addresses, RowCount? rows) : IKernel
{
    public void Run()
    {
        fixed (nint* table = addresses)
        {
            code(table, rows?.Used ?? 1);
        }
    }
}
