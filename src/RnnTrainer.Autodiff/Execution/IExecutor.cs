namespace RnnTrainer.Autodiff.Execution;

/// <summary>The seam between what a program means and how it runs: program in, kernel out.</summary>
interface IExecutor
{
    /// <param name="statements">Run in this order. Their tensors keep their places as long as the kernel lives.</param>
    /// <param name="batch">B, the number of examples that parameter gradients are averaged over.</param>
    IKernel Compile(IReadOnlyList<Statement> statements, int batch);
}

/// <summary>A program that is ready to run on the tensors it was compiled for.</summary>
interface IKernel
{
    void Run();
}
