using RnnTrainer.Cells;

namespace RnnTrainer.Tests.Cells;

/// <summary>Cells as text, for tests.</summary>
static class Texts
{
    public const string Simple = """
        cell my
        input x[b,k]
        state h[b,j]
        param W[j,i] U[j,k] C[j]

        a[b,j] += W[j,i] h[b,i]
        a[b,j] += U[j,k] x[b,k]
        a[b,j] -= C[j]
        h'[b,j] += tanh(a[b,j])

        """;

    /// <summary>Products and biases on the state itself.</summary>
    public const string Linear = """
        cell linear
        input x[b,k]
        state h[b,j]
        param W[j,i] U[j,k] C[j]
        h'[b,j] += W[j,i] h[b,i]
        h'[b,j] += U[j,k] x[b,k]
        h'[b,j] -= C[j]
        """;

    /// <summary>Single numbers, a declared size, what does not change over time, a state that nothing reads, sums within an example, a
    /// constant.</summary>
    public const string Unusual = """
        cell unusual
        input u[b,k]
        state h[b,j] s[b,j]
        const eps = 0.001
        param U[r,i] = uniform(0.5) V[j,r] W[j,k] B[j] zeta = 1 nu = -0.5 Q[j]
        size r = 3

        q[j] += exp(Q[j])
        l[b,r] += U[r,i] s[b,i]
        z~[b,j] += V[j,r] l[b,r]
        z~[b,j] += W[j,k] u[b,k]
        m[b] += z~[b,j]
        v[b] += (z~[b,j] - 0.1 m[b])^2
        n[b,j] += q[j] (z~[b,j] - 0.1 m[b]) / sqrt(v[b] + eps)
        z[b,j] += sigmoid(n[b,j] + B[j])
        s'[b,j] += (zeta (1 - z[b,j]) + sigmoid(nu)) tanh(n[b,j]) + z[b,j] s[b,j]
        h'[b,j] += tanh(s'[b,j])
        """;

    /// <summary>A sum with other terms than the function: these count once for every k, and so do their gradients.</summary>
    public const string InsideSum = """
        cell inside-sum
        input x[b,k]
        state h[b,j]
        param W[j,k] C[j]
        for b,j,k: h'[b,j] += tanh(W[j,k] x[b,k]) + 0.1 h[b,j] - C[j]
        """;

    /// <summary>With a backward part of its own, cheaper than the derived one.</summary>
    public const string OwnBackward = """
        cell own
        input x[b,k]
        state h[b,j]
        param W[j,i] U[j,k] C[j]
        a[b,j] += W[j,i] h[b,i]
        a[b,j] += U[j,k] x[b,k]
        a[b,j] += C[j]
        h'[b,j] += tanh(a[b,j])
        backward
        e[b,j] += h'.grad[b,j] (1 - h'[b,j]^2)
        W.grad[j,i] += 1/B e[b,j] h[b,i]
        U.grad[j,k] += 1/B e[b,j] x[b,k]
        C.grad[j] += 1/B e[b,j]
        h.grad[b,i] += W[j,i] e[b,j]
        x.grad[b,k] += U[j,k] e[b,j]
        """;

    /// <summary>Groups of indexes: read, written first, written before and after a single index, summed away, under functions and next to
    /// other factors.</summary>
    public const string Heads = """
        cell heads
        input x[b,k]
        state h[b,j]
        const heads = 3
        param W[g,v,u] U[j,k] C[u,g]
        size g = heads

        s[b,g] += h[b,(g u)]
        o[b,g] += sigmoid(s[b,g])
        a[b,j] += U[j,k] x[b,k]
        a[b,(g u)] += W[g,v,u] h[b,(g v)] o[b,g]
        a[b,(g u)] -= C[u,g]
        n[b,(g u)] += tanh(a[b,(g u)]) o[b,g]
        h'[b,j] += n[b,j] + 0.5 h[b,j]
        """;

    /// <summary>A gate of steps: no statement writes a gradient of f, of what f is made of, or of the product that a factor 0 leaves
    /// out.</summary>
    public const string Switched = """
        cell switched
        input x[b,k]
        state h[b,j]
        param V[j,i] W[j,i] U[j,k] C[j]
        v[b,j] += V[j,i] h[b,i]
        v[b,j] -= C[j]
        f[b,j] += tanh(v[b,j])
        a[b,j] += W[j,i] h[b,i]
        a[b,j] += U[j,k] x[b,k]
        n[b,j] += sigmoid(a[b,j])
        h'[b,j] += step(f[b,j]) tanh(a[b,j]) + 0.5 h[b,j] + f[b,j] n[b,j] 0
        """;

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["simple.cell"] = Simple,
        ["linear.cell"] = Linear,
        ["unusual.cell"] = Unusual,
        ["inside-sum.cell"] = InsideSum,
        ["own.cell"] = OwnBackward,
        ["heads.cell"] = Heads,
        ["switched.cell"] = Switched,
    };

    /// <summary>A built-in cell by its name, or one of these.</summary>
    public static ICell Find(string name) => CellLibrary.Find(name) ?? TextCell.Parse(All[name], name);
}
