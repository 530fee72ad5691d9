namespace RnnTrainer.Autodiff;

/// <summary>Plain stochastic gradient descent: <c>p −= η p.grad</c>.</summary>
public static class Sgd
{
    /// <param name="parameters">All have a gradient of the batch-mean loss.</param>
    /// <param name="learningRate">η.</param>
    public static void Step(IEnumerable<Parameter> parameters, double learningRate)
    {
        foreach (var parameter in parameters)
        {
            for (var n = 0; n < parameter.Value.Length; n++)
            {
                parameter.Value.Set(n, parameter.Value.Get(n) - (learningRate * parameter.Grad.Get(n)));
            }
        }
    }
}
