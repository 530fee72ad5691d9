using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;

namespace RnnTrainer.Training.Gradcheck;

/// <summary>
/// Makes one derivative wrong, so that a reader sees what the check says then: every statement that adds to the gradient of the named
/// tensor
/// adds a hundredth too much.
/// </summary>
/// <param name="inner">Runs the statements.</param>
/// <param name="name">A tensor, its layer's name left out if one likes: WhR, x, R~.</param>
sealed class FaultyExecutor(IExecutor inner, string name) : IExecutor
{
    const double Wrong = 1.01;

    readonly SortedSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Whether a derivative of that name was there to be spoilt.</summary>
    public bool Found { get; private set; }

    /// <summary>The names that could have been given.</summary>
    public IReadOnlyCollection<string> Known => _seen;

    public IKernel Compile(IReadOnlyList<Statement> statements, int batch)
    {
        _seen.UnionWith(statements.Select(NameOf).OfType<string>());
        Found |= statements.Any(s => NameOf(s) == name);
        return inner.Compile([.. statements.Select(s => NameOf(s) == name ? Spoil(s) : s)], batch);
    }

    static Statement Spoil(Statement right) => new(right.Target, right.Accumulation, Wrong * right.Value, right.Indexes);

    static string? NameOf(Statement statement)
    {
        const string Suffix = ".grad";
        var tensor = statement.Target.Tensor.Name;
        if (!tensor.EndsWith(Suffix, StringComparison.Ordinal))
        {
            return null;
        }

        var bare = tensor[..^Suffix.Length];
        bare = bare[(bare.LastIndexOf('.') + 1)..];
        return bare.IndexOf('[', StringComparison.Ordinal) is > 0 and var at ? bare[..at] : bare;
    }
}
