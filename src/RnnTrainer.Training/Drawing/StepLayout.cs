namespace RnnTrainer.Training.Drawing;

/// <summary>A place in the grid of a step.</summary>
/// <param name="Row">Not always a whole number: the rows of a column are spread over its height.</param>
readonly record struct StepPlace(int Column, double Row);

/// <summary>
/// The arrangement of one step: columns by the longest path from what the step is given, rows by the mean row of the neighbors, so that few
/// edges cross. An edge over several columns has a row of its own in each column between.
/// </summary>
sealed class StepLayout
{
    const int Sweeps = 12;

    readonly List<Item> _items = [];
    readonly Dictionary<DrawnNode, Item> _itemOf = [];
    readonly Dictionary<(Item From, Item To), IReadOnlyList<Item>> _between = [];
    readonly Dictionary<DrawnNode, Item> _statesBefore = [];
    readonly Dictionary<DrawnNode, Item> _statesAfter = [];

    StepLayout()
    {
    }

    /// <summary>The number of columns from the states before the step to those after it.</summary>
    public int Columns { get; private set; }

    /// <summary>The number of rows of the largest column.</summary>
    public int Rows { get; private set; }

    public static StepLayout Of(ComputationGraph graph)
    {
        var layout = new StepLayout();
        layout.AddItems(graph);
        layout.AddEdges(graph);
        layout.Order();
        return layout;
    }

    /// <summary>The place of a node in its own step; of a state before the first step, in the first column.</summary>
    public StepPlace PlaceOf(DrawnNode node) => ItemOf(node).Place(Rows);

    /// <summary>The places of an edge between its two nodes, in the step of the second.</summary>
    public IEnumerable<StepPlace> Between(DrawnEdge edge)
    {
        var to = ItemOf(edge.To);
        if (edge.From.Step == edge.To.Step || !_statesAfter.TryGetValue(edge.From, out var after))
        {
            return _between.GetValueOrDefault((ItemOf(edge.From), to), []).Select(i => i.Place(Rows));
        }

        // From a state of the step before: past the end of that step, then as from the state before this one.
        var before = _statesBefore[edge.From];
        var end = after.Node is null ? Path(ItemOf(edge.From), after).Append(after).Select(i => i.Place(Rows, -Columns)) : [];
        return end.Concat(Path(before, to).Select(i => i.Place(Rows)));
    }

    IReadOnlyList<Item> Path(Item from, Item to) => _between.GetValueOrDefault((from, to), []);

    /// <summary>A node of any step has the place of its counterpart in the first step.</summary>
    Item ItemOf(DrawnNode node) => _itemOf[node];

    /// <summary>Whether a node is of the first step, or a state before it.</summary>
    static bool IsOfFirst(DrawnNode node) => node.Kind != NodeKind.Parameter && node.Step is null or 0;

    void AddItems(ComputationGraph graph)
    {
        var first = graph.Nodes.Where(IsOfFirst).ToList();
        var reads = graph.Edges.Where(e => first.Contains(e.From) && first.Contains(e.To)).ToLookup(e => e.To, e => e.From);
        List<DrawnNode> given = [.. (graph.States.Count > 0 ? graph.States[0] : []), .. first.Where(n => n.Kind == NodeKind.Input)];
        given.ForEach(node => Add(new Item(node, 0)));
        foreach (var node in first)
        {
            AddAfter(node, reads);
        }

        // The nodes of later steps are where those of the first step are.
        var byStep = graph.Nodes.Where(n => n.Step is not null).GroupBy(n => n.Step!.Value).OrderBy(g => g.Key).Select(g => g.ToList());
        var model = first.Where(n => n.Step == 0).ToList();
        foreach (var step in byStep.Skip(1))
        {
            foreach (var (node, counterpart) in step.Zip(model))
            {
                _itemOf[node] = _itemOf[counterpart];
            }
        }

        Columns = Math.Max(1, _items.Max(i => i.Column));
        AddEnds(graph);
    }

    /// <summary>States after a step are in its last column; one that other nodes of the step read is only passed on there.</summary>
    void AddEnds(ComputationGraph graph)
    {
        for (var s = 0; graph.States.Count > 1 && s < graph.States[0].Count; s++)
        {
            var node = _itemOf[graph.States[1][s]];
            var end = node.Column == Columns ? node : new Item(null, Columns);
            if (end.Node is null)
            {
                _items.Add(end);
            }

            for (var t = 1; t < graph.States.Count; t++)
            {
                _statesAfter[graph.States[t][s]] = end;
                _statesBefore[graph.States[t][s]] = _itemOf[graph.States[0][s]];
            }
        }
    }

    void AddEdges(ComputationGraph graph)
    {
        var within = graph.Edges.Where(e => IsOfFirst(e.From) && IsOfFirst(e.To)).Select(e => (_itemOf[e.From], _itemOf[e.To]));
        var ends = graph.States.Count < 2 ? [] : graph.States[1].Select(s => (_itemOf[s], _statesAfter[s])).Where(e => e.Item1 != e.Item2);
        foreach (var (from, to) in within.Concat(ends).Distinct())
        {
            var count = Math.Max(0, to.Column - from.Column - 1);
            List<Item> between = [.. Enumerable.Range(from.Column + 1, count).Select(c => new Item(null, c))];
            _items.AddRange(between);
            _between[(from, to)] = between;
            foreach (var (a, b) in between.Prepend(from).Zip(between.Append(to)))
            {
                a.After.Add(b);
                b.Before.Add(a);
            }
        }
    }

    /// <summary>Puts a node into the column after the last of those that it reads.</summary>
    Item AddAfter(DrawnNode node, ILookup<DrawnNode, DrawnNode> reads)
    {
        if (!_itemOf.ContainsKey(node))
        {
            Add(new Item(node, reads[node].Select(r => AddAfter(r, reads).Column).DefaultIfEmpty(0).Max() + 1));
        }

        return _itemOf[node];
    }

    void Add(Item item)
    {
        _items.Add(item);
        _itemOf[item.Node!] = item;
    }

    /// <summary>Orders each column by the mean row of the neighbors, left to right and back. The first column keeps its order.</summary>
    void Order()
    {
        var columns = _items.GroupBy(i => i.Column).OrderBy(g => g.Key).Select(g => g.ToList()).ToList();
        Rows = columns.Max(c => c.Count);
        columns.ForEach(Number);
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            for (var n = 1; n < columns.Count; n++)
            {
                Sort(columns[n], i => i.Before);
            }

            for (var n = columns.Count - 2; n > 0; n--)
            {
                Sort(columns[n], i => i.After);
            }
        }

        AlignStates(columns[0], columns[^1]);
    }

    static void Sort(List<Item> column, Func<Item, List<Item>> neighbors)
    {
        var sorted = column.OrderBy(i => neighbors(i).Count == 0 ? i.Fraction : neighbors(i).Average(n => n.Fraction)).ToList();
        column.Clear();
        column.AddRange(sorted);
        Number(column);
    }

    static void Number(List<Item> column)
    {
        foreach (var (n, item) in column.Index())
        {
            item.Fraction = (n + 0.5) / column.Count;
        }
    }

    /// <summary>The states after a step are in the rows of the states before it: they are the same states one step later.</summary>
    void AlignStates(List<Item> first, List<Item> last)
    {
        foreach (var (node, after) in _statesAfter)
        {
            after.Fraction = _statesBefore[node].Fraction;
        }

        var aligned = _statesAfter.Values.Distinct().ToList();
        if (aligned.Count > 0 && first.Count >= aligned.Count)
        {
            // Whatever else is in the last column goes below.
            foreach (var (n, item) in last.Except(aligned).Index())
            {
                item.Fraction = 1 - ((n + 0.5) / Math.Max(first.Count, last.Count));
            }
        }
    }

    /// <summary>A node, or the place of an edge that passes a column.</summary>
    sealed class Item(DrawnNode? node, int column)
    {
        public DrawnNode? Node { get; } = node;

        public int Column { get; } = column;

        public List<Item> Before { get; } = [];

        public List<Item> After { get; } = [];

        /// <summary>Where in the height of the column, from 0 to 1.</summary>
        public double Fraction { get; set; }

        public StepPlace Place(int rows, int offset = 0) => new(Column + offset, (Fraction * rows) - 0.5);
    }
}
