namespace RnnTrainer.Autodiff;

public static class ParameterExtensions
{
    /// <summary>Sets the gradients to zero: the one place where a parameter's gradient changes other than by <c>+=</c>.</summary>
    public static void ClearGradients(this IEnumerable<Parameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            parameter.Grad.Fill(0);
        }
    }
}
