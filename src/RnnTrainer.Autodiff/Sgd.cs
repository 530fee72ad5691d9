namespace RnnTrainer.Autodiff;

/// <summary>Plain stochastic gradient descent: <c>p −= η p.grad</c>.</summary>
public static class Sgd
{
    /// <summary>Updates the parameters once. It does not clear the gradients.</summary>
    /// <param name="parameters">Their gradients are those of the mean loss of the batch.</param>
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
