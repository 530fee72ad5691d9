namespace RnnTrainer.Autodiff;

/// <summary>What is done with all parameters of a model.</summary>
public static class ParameterExtensions
{
    /// <summary>Sets the gradients to zero. Backward passes add to them.</summary>
    public static void ClearGradients(this IEnumerable<Parameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            parameter.Grad.Fill(0);
        }
    }
}
