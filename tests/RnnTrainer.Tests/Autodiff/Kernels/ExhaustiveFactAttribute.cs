namespace RnnTrainer.Tests.Autodiff.Kernels;

/// <summary>A fact that takes minutes: runs only where RNN_EXHAUSTIVE=1.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class ExhaustiveFactAttribute : FactAttribute
{
    public ExhaustiveFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("RNN_EXHAUSTIVE") != "1")
        {
            Skip = "Takes minutes. Set RNN_EXHAUSTIVE=1 to run it.";
        }
    }
}
