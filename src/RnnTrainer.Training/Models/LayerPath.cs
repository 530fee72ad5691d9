using RnnTrainer.Autodiff;

namespace RnnTrainer.Training.Models;

/// <summary>A layer unrolled, in the order in which it reads.</summary>
/// <param name="Layer">Its weights.</param>
/// <param name="X">What each of its steps is fed [B,K].</param>
/// <param name="Initial">Its states before the first step.</param>
/// <param name="States">Its states after each step.</param>
/// <param name="Running">1 while an example has the step; empty: all have all.</param>
sealed record LayerPath(
    Layer Layer, IReadOnlyList<Node> X, IReadOnlyList<Node> Initial, IReadOnlyList<IReadOnlyList<Node>> States, IReadOnlyList<Node> Running)
{
    /// <summary>The states before step n.</summary>
    public IReadOnlyList<Node> Before(int n) => n == 0 ? Initial : States[n - 1];

    /// <summary>Whether example b has step n.</summary>
    public bool IsRunning(int n, int b) => Running.Count == 0 || Running[n].Value.Get(b) == 1;

    /// <summary>The last step that example b has.</summary>
    public int Last(int b)
    {
        var n = States.Count - 1;
        while (!IsRunning(n, b))
        {
            n--;
        }

        return n;
    }
}
