namespace RnnTrainer.Autodiff.Execution;

/// <summary>Runs statements: makes a kernel of them.</summary>
interface IExecutor
{
    /// <param name="statements">
    /// In the order in which they run. Their tensors must keep their addresses as long as the kernel lives.
    /// </param>
    /// <param name="batch">B, the number of examples that parameter gradients are averaged over.</param>
    IKernel Compile(IReadOnlyList<Statement> statements, int batch);
}

/// <summary>Statements that are ready to run on the tensors that they were compiled for.</summary>
interface IKernel
{
    void Run();
}
