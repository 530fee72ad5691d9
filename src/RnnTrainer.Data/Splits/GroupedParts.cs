namespace RnnTrainer.Data.Splits;

/// <summary>
/// Assigns whole groups of sequences to parts, so that every part has about its share of the sequences of each class: each group goes where
/// the squared deviations from these shares grow least, then groups are moved and exchanged as long as the deviations shrink.
/// </summary>
sealed class GroupedParts
{
    // A class that cannot be learned is avoided at any deviation, an empty part at any class.
    const double Unlearned = 4;

    // Shares of classes matter more than the sizes of parts, of which they make the most.
    const double WeightOfSize = 0.25;

    const double Least = 1e-13; // a smaller change of the cost is one of rounding

    const int MostRounds = 50, MostExchanged = 256;

    readonly IReadOnlyList<int[]> _groups;
    readonly double[] _shares;
    readonly bool _areFolds;
    readonly int[] _sums; // of each class
    readonly int _all;
    readonly int[][] _counts; // of each part, of each class
    readonly int[] _parts; // of each group

    GroupedParts(IReadOnlyList<int[]> groups, double[] shares, bool areFolds)
    {
        (_groups, _shares, _areFolds) = (groups, shares, areFolds);
        _sums = [.. Enumerable.Range(0, groups[0].Length).Select(c => groups.Sum(g => g[c]))];
        _all = _sums.Sum();
        _counts = [.. shares.Select(_ => new int[_sums.Length])];
        _parts = new int[groups.Count];
    }

    /// <summary>The part of each group. The first part is the training part.</summary>
    /// <param name="groups">The number of sequences of each class; at least as many groups as parts.</param>
    /// <param name="shares">Of each part, above 0.</param>
    public static int[] Of(IReadOnlyList<int[]> groups, params double[] shares) =>
        new GroupedParts(groups, shares, areFolds: false).Solve();

    /// <summary>The fold of each group, from 0. Of each fold the others are the training part.</summary>
    /// <param name="groups">The number of sequences of each class; at least as many groups as folds.</param>
    public static int[] Folds(IReadOnlyList<int[]> groups, int folds) =>
        new GroupedParts(groups, [.. Enumerable.Repeat(1.0 / folds, folds)], areFolds: true).Solve();

    int[] Solve()
    {
        for (var g = 0; g < _parts.Length; g++)
        {
            var costs = Enumerable.Range(0, _shares.Length).Select(p => Cost(p, _groups[g]) - Cost(p)).ToArray();
            Put(g, Array.IndexOf(costs, costs.Min()));
        }

        for (var round = 0; round < MostRounds && (Move() | Exchange()); round++)
        {
        }

        return _parts;
    }

    /// <summary>Moves groups to where they fit better.</summary>
    /// <returns>Whether there was one.</returns>
    bool Move()
    {
        var moved = false;
        for (var g = 0; g < _parts.Length; g++)
        {
            var (from, best, least) = (_parts[g], -1, -Least);
            for (var p = 0; p < _shares.Length; p++)
            {
                var change = p == from ? 0 : Cost(p, _groups[g]) - Cost(p) + Cost(from, less: _groups[g]) - Cost(from);
                (best, least) = change < least ? (p, change) : (best, least);
            }

            if (best >= 0)
            {
                Take(g);
                Put(g, best);
                moved = true;
            }
        }

        return moved;
    }

    /// <summary>Exchanges two groups of different parts, where there are few.</summary>
    bool Exchange()
    {
        var exchanged = false;
        for (var g = 0; g < _parts.Length && _parts.Length <= MostExchanged; g++)
        {
            for (var h = 0; h < g; h++)
            {
                var (p, q) = (_parts[g], _parts[h]);
                if (p != q && Cost(p, _groups[h], _groups[g]) + Cost(q, _groups[g], _groups[h]) < Cost(p) + Cost(q) - Least)
                {
                    Take(g);
                    Take(h);
                    Put(g, q);
                    Put(h, p);
                    exchanged = true;
                }
            }
        }

        return exchanged;
    }

    void Put(int g, int part)
    {
        _parts[g] = part;
        for (var c = 0; c < _sums.Length; c++)
        {
            _counts[part][c] += _groups[g][c];
        }
    }

    void Take(int g)
    {
        for (var c = 0; c < _sums.Length; c++)
        {
            _counts[_parts[g]][c] -= _groups[g][c];
        }
    }

    /// <summary>
    /// How far a part is from its shares, with a group more and one less: the squared deviations as a share of the square of all sequences.
    /// </summary>
    double Cost(int part, int[]? more = null, int[]? less = null)
    {
        var (deviations, unlearned, size, share) = (0.0, 0, 0, _shares[part]);
        for (var c = 0; c < _sums.Length; c++)
        {
            var count = _counts[part][c] + (more?[c] ?? 0) - (less?[c] ?? 0);
            var distance = count - (share * _sums[c]);
            deviations += distance * distance;
            unlearned += _sums[c] > 0 && (_areFolds ? count == _sums[c] : part == 0 && count == 0) ? 1 : 0;
            size += count;
        }

        var difference = size - (share * _all);
        return ((deviations + (WeightOfSize * difference * difference)) / ((double)_all * _all)) + (Unlearned * unlearned)
            + (size == 0 ? Unlearned * (_sums.Length + 1) : 0);
    }
}
