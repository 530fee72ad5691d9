namespace RnnTrainer.Autodiff;

/// <summary>Machine code of a loop nest. It takes the addresses of the tensors, in the order of <see cref="LoopNest.Tensors"/>.</summary>
unsafe delegate void LoopCode(nint* addresses);

/// <summary>Code together with the tensors that it runs on.</summary>
sealed unsafe class LoopKernel(LoopCode code, nint[] addresses)
{
    public void Run()
    {
        fixed (nint* table = addresses)
        {
            code(table);
        }
    }
}
