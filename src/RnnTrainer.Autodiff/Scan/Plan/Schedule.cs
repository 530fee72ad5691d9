namespace RnnTrainer.Autodiff.Scan.Plan;

/// <summary>A part of a step that runs before the next stage: matrix products with their biases first, then loops.</summary>
/// <param name="Products">Products of rows with matrices.</param>
/// <param name="Biases">The values with which the sums of these products start.</param>
/// <param name="Nests">Sets of loops; the statements of a set run as one pass over memory.</param>
sealed record Stage(IReadOnlyList<ProductForm> Products, IReadOnlyList<BiasForm> Biases, IReadOnlyList<IReadOnlyList<Statement>> Nests);

/// <summary>The statements of a step, forward or backward, in the order in which they run.</summary>
/// <param name="Stages">Run at every step, in this order.</param>
/// <param name="PerTimeBlock">
/// Products that run once for a block of steps: in the forward pass those of the input, before the first step of the block; in the backward
/// pass those into
/// the input's gradient, after the last.
/// </param>
/// <param name="Deferred">Sums over the batch: gradients of parameters, which run once for a block of steps.</param>
/// <param name="TimeInvariant">Statements without the batch: in the forward pass they run before the sequence, in the backward pass after
/// it.</param>
sealed record Schedule(
    IReadOnlyList<Stage> Stages, IReadOnlyList<ProductForm> PerTimeBlock, IReadOnlyList<StatementForm> Deferred,
    IReadOnlyList<Statement> TimeInvariant)
{
    /// <summary>The biases of targets that a product per time block is the first to write.</summary>
    public IReadOnlyList<BiasForm> PerTimeBlockBiases { get; init; } = [];

    /// <summary>The statements of every step.</summary>
    public IEnumerable<Statement> StatementsOfStep => Stages.SelectMany(s =>
        s.Products.Select(p => p.Statement).Concat(s.Biases.Select(b => b.Statement)).Concat(s.Nests.SelectMany(n => n)));

    /// <summary>The statements of a backward pass that run after a block of steps.</summary>
    public IEnumerable<Statement> StatementsAfterBlock => Deferred.Select(d => d.Statement).Concat(PerTimeBlock.Select(p => p.Statement));

    /// <summary>The statements of every step and of every block of steps.</summary>
    public IEnumerable<Statement> Statements => StatementsOfStep.Concat(StatementsAfterBlock);

    IEnumerable<ProductForm> Products => Stages.SelectMany(s => s.Products).Concat(PerTimeBlock);

    IEnumerable<IReadOnlyList<Statement>> Nests => Stages.SelectMany(s => s.Nests);

    /// <summary>The approximate number of multiply-adds for a row; an entry of a loop counts as several, for the functions in it.</summary>
    /// <param name="batch">B of the graph that contains the statements.</param>
    public double WorkOfRow(int batch)
    {
        const double LoopEntry = 8;
        var products = Products.Sum(p => Entries(p.Statement));
        var loops = Nests.SelectMany(n => n).Sum(Entries);
        return (products + (LoopEntry * loops) + Deferred.Sum(l => Entries(l.Statement))) / batch;

        static double Entries(Statement statement) => statement.Sizes.Aggregate(1.0, (product, size) => product * size);
    }

    /// <summary>The tensors that the schedule writes, in an order in which targets of one concatenated product are adjacent.</summary>
    /// <param name="input">The step's input.</param>
    /// <param name="withPerTimeBlock">Whether to include the targets of products per time block.</param>
    public IReadOnlyList<Tensor> Targets(Tensor input, bool withPerTimeBlock)
    {
        var first = withPerTimeBlock ? TargetsOf(PerTimeBlock) : [];
        return [
            .. first.Concat(Stages.SelectMany(s => TargetsOf(s.Products).Concat(s.Nests.SelectMany(n => n).Select(l => l.Target.Tensor))))
            .Distinct()];

        IEnumerable<Tensor> TargetsOf(IReadOnlyList<ProductForm> products) => ProductGroup.Of(products, input).SelectMany(g => g.Targets);
    }

    /// <summary>Whether the tensor needs no memory: one set of loops writes it first and then reads it, at the same entry.</summary>
    public bool KeepsInRegisters(Tensor tensor)
    {
        var nests = Nests.Where(nest => nest.Any(s => Mentions(s, tensor))).ToList();
        if (nests.Count != 1 || Products.Any(p => Mentions(p.Statement, tensor)))
        {
            return false;
        }

        var mentions = nests[0].Where(s => Mentions(s, tensor)).ToList();
        var first = mentions[0].Target;
        return ReferenceEquals(first.Tensor, tensor) && mentions.TrueForAll(s => ReadsOnlyAt(s, first));
    }

    /// <summary>
    /// Sorts statements by what they wait for. Products are on even levels and loops on odd ones, each above everything that writes what it
    /// reads; a bias joins the product to which it is added. A level moves a statement only past others on which it does not depend.
    /// </summary>
    public static Schedule Of(IReadOnlyList<Statement> statements, FormReader reader)
    {
        var levels = new Levels();
        var (deferred, timeInvariant, biases) = (new List<StatementForm>(), new List<Statement>(), new List<BiasForm>());
        foreach (var form in statements.Select(reader.Read))
        {
            switch (form)
            {
                case TimeInvariantForm:
                    timeInvariant.Add(form.Statement);
                    break;
                case WeightGradientForm or BiasGradientForm or BatchSumForm:
                    deferred.Add(form);
                    break;
                case BiasForm bias:
                    biases.Add(bias);
                    levels.Hold(bias.Statement);
                    break;
                default:
                    levels.Add(form);
                    break;
            }
        }

        return new Schedule(levels.Stages(biases), [], deferred, timeInvariant);
    }

    /// <summary>The same work, with the products of the input, or into its gradient, moved out of the steps where nothing in a step
    /// prevents it.</summary>
    /// <param name="input">The input of a forward pass, or its gradient in a backward pass.</param>
    public Schedule WithTimeBlocks(Tensor input)
    {
        var moved = Stages.SelectMany(s => s.Products).Where(p => ReadsInput(p, input) || WritesInputGradient(p, input)).ToList();
        return this with
        {
            PerTimeBlock = moved,
            Stages = [
                .. Stages.Select(
                    s => s with { Products = [.. s.Products.Except(moved)], Biases = [.. s.Biases.Where(b => !Joins(b, moved))] })],
            PerTimeBlockBiases = [.. Stages.SelectMany(s => s.Biases).Where(b => Joins(b, moved))],
        };
    }

    static bool Joins(BiasForm bias, List<ProductForm> products) =>
        products.Exists(p => ReferenceEquals(p.Statement.Target.Tensor, bias.Statement.Target.Tensor));

    static bool ReadsInput(ProductForm product, Tensor input) => ReferenceEquals(product.Operand, input);

    /// <summary>The product adds to the input's gradient, as only products do.</summary>
    bool WritesInputGradient(ProductForm product, Tensor input) => ReferenceEquals(product.Statement.Target.Tensor, input)
        && StatementsOfStep.Where(s => ReferenceEquals(s.Target.Tensor, input)).All(IsProduct);

    bool IsProduct(Statement statement) => Products.Any(p => ReferenceEquals(p.Statement, statement));

    static bool Mentions(Statement statement, Tensor tensor) =>
        statement.References.Prepend(statement.Target).Any(r => ReferenceEquals(r.Tensor, tensor));

    static bool ReadsOnlyAt(Statement statement, Reference entry) => statement.References
        .Where(r => ReferenceEquals(r.Tensor, entry.Tensor))
        .All(r => r.Subscripts.AsSpan().SequenceEqual(entry.Subscripts));

    sealed class Levels
    {
        readonly Dictionary<Tensor, int> _ready = [];
        readonly List<(int Level, StatementForm Form)> _added = [];
        readonly List<(int Order, Statement Bias)> _held = [];

        /// <summary>
        /// A bias waits for the product of its target; without one it becomes a loop of its own, at its place in the program.
        /// </summary>
        public void Hold(Statement bias) => _held.Add((_added.Count, bias));

        public void Add(StatementForm form)
        {
            var source = form.Statement.References.Select(r => _ready.GetValueOrDefault(r.Tensor)).DefaultIfEmpty().Max();
            source = Math.Max(source, form.Statement.References.Any(IsHeldBias) ? 1 : 0);
            var level = form is ProductForm ? EvenAbove(source) : OddFrom(source);
            _added.Add((level, form));
            _ready[form.Statement.Target.Tensor] = Math.Max(_ready.GetValueOrDefault(form.Statement.Target.Tensor), level);
        }

        public IReadOnlyList<Stage> Stages(List<BiasForm> biases)
        {
            var joined = biases.ToLookup(b => FirstProduct(b.Statement.Target.Tensor));
            foreach (var (order, bias) in Enumerable.Reverse(_held))
            {
                if (FirstProduct(bias.Target.Tensor) is null)
                {
                    _added.Insert(order, (1, new ElementwiseForm(bias)));
                }
            }

            var top = _added.Select(p => p.Level).DefaultIfEmpty().Max();
            return [.. Enumerable.Range(0, (top / 2) + 1).Select(stage =>
            {
                var products = _added.Where(p => p.Level == 2 * stage).Select(p => (ProductForm)p.Form).ToList();
                var loops = _added.Where(p => p.Level == (2 * stage) + 1).Select(p => p.Form);
                return new Stage(products, [.. products.Distinct().SelectMany(p => joined[p])], Nests(loops));
            })];
        }

        /// <summary>The level of a product: even, and above what it reads; level 0 if it reads only what exists before the step.</summary>
        static int EvenAbove(int source) => source == 0 ? 0 : source % 2 == 1 ? source + 1 : source + 2;

        /// <summary>The level of a loop: odd, and above what products write. Loops of one level run in the order of the program.</summary>
        static int OddFrom(int source) => source % 2 == 1 ? source : source + 1;

        bool IsHeldBias(Reference reference) => _held.Exists(h => ReferenceEquals(h.Bias.Target.Tensor, reference.Tensor));

        /// <summary>The product that is the first of all statements to write the target; null if a loop writes it before.</summary>
        ProductForm? FirstProduct(Tensor target) => _added
            .Where(p => ReferenceEquals(p.Form.Statement.Target.Tensor, target))
            .OrderBy(p => p.Level).Select(p => p.Form as ProductForm).FirstOrDefault();

        /// <summary>Adjacent elementwise statements over the same indexes share one set of loops.</summary>
        static List<IReadOnlyList<Statement>> Nests(IEnumerable<StatementForm> loops)
        {
            var nests = new List<List<Statement>>();
            var isOpen = false;
            foreach (var form in loops)
            {
                if (isOpen && form is ElementwiseForm && SharesLoops(form.Statement, nests[^1][0]))
                {
                    nests[^1].Add(form.Statement);
                }
                else
                {
                    nests.Add([form.Statement]);
                }

                isOpen = form is ElementwiseForm;
            }

            return [.. nests];
        }

        static bool SharesLoops(Statement a, Statement b) =>
            a.Indexes.ToHashSet().SetEquals(b.Indexes) && a.Target.Subscripts.AsSpan().SequenceEqual(b.Target.Subscripts);
    }
}
