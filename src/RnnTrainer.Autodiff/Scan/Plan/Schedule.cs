using RnnTrainer.Autodiff.Scan.Memory;

namespace RnnTrainer.Autodiff.Scan.Plan;

/// <summary>Part of a step, done before all parts of higher level: products of rows and matrices first, then loops.</summary>
sealed record Stage(IReadOnlyList<ProductForm> Products, IReadOnlyList<BiasForm> Biases, IReadOnlyList<IReadOnlyList<Statement>> Nests);

/// <summary>A step's statements in the order and company in which they run.</summary>
/// <param name="Stages">For every step, in this order.</param>
/// <param name="PerTimeBlock">Products that need not wait for the step: of a forward pass those of the input, done for a tile of steps before the first of
/// them; of a backward pass those into the input's gradient, done after the last.</param>
/// <param name="Deferred">Sums over the batch, put off until many steps are done.</param>
/// <param name="TimeInvariant">What has no batch: forward before the sequence, backward after it.</param>
sealed record Schedule(IReadOnlyList<Stage> Stages, IReadOnlyList<ProductForm> PerTimeBlock, IReadOnlyList<StatementForm> Deferred, IReadOnlyList<Statement> TimeInvariant)
{
    /// <summary>The statements that read or write at every step.</summary>
    public IEnumerable<Statement> Timed => Stages.SelectMany(s =>
        s.Products.Select(p => p.Statement).Concat(s.Biases.Select(b => b.Statement)).Concat(s.Nests.SelectMany(n => n)));

    /// <summary>About how many multiply-adds a row takes; an entry of a loop counts as several, for the functions in it.</summary>
    /// <param name="batch">B of the graph that the statements stand in.</param>
    public double WorkOfRow(int batch)
    {
        const double LoopEntry = 8;
        var products = Stages.SelectMany(s => s.Products).Concat(PerTimeBlock).Sum(p => Entries(p.Statement));
        var loops = Stages.SelectMany(s => s.Nests).SelectMany(n => n).Sum(Entries);
        return (products + (LoopEntry * loops) + Deferred.Sum(l => Entries(l.Statement))) / batch;

        static double Entries(Statement statement) => statement.Sizes.Aggregate(1.0, (product, size) => product * size);
    }

    /// <summary>
    /// Sorts statements by what they wait for. A product stands on an even level and loops on an odd one, each above all that writes what it
    /// reads; a bias joins the product that it is added to. Levels only ever move a statement past others that it does not depend on.
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
                    levels.Place(form);
                    break;
            }
        }

        return new Schedule(levels.Stages(biases), [], deferred, timeInvariant);
    }

    /// <summary>The same work with the products that read or write only this tensor, besides what they share with other products, moved out of the steps.</summary>
    /// <param name="input">The input of a forward pass, or its gradient in a backward pass.</param>
    public Schedule WithTimeBlocks(Tensor input)
    {
        var perBlock = Stages.SelectMany(s => s.Products).Where(p => IsFree(p, input)).ToList();
        return this with
        {
            PerTimeBlock = perBlock,
            Stages = [.. Stages.Select(s => s with { Products = [.. s.Products.Except(perBlock)], Biases = [.. s.Biases.Where(b => !Joins(b, perBlock))] })],
            PerTimeBlockBiases = [.. Stages.SelectMany(s => s.Biases).Where(b => Joins(b, perBlock))],
        };
    }

    /// <summary>The biases of targets that a tiled product is the first to write.</summary>
    public IReadOnlyList<BiasForm> PerTimeBlockBiases { get; init; } = [];

    static bool Joins(BiasForm bias, List<ProductForm> perBlock) => perBlock.Any(p => ReferenceEquals(p.Statement.Target.Tensor, bias.Statement.Target.Tensor));

    /// <summary>It reads the input, or it alone writes the input's gradient.</summary>
    bool IsFree(ProductForm product, Tensor input) => ReferenceEquals(product.Operand, input)
        || (ReferenceEquals(product.Statement.Target.Tensor, input) && Timed.Where(s => ReferenceEquals(s.Target.Tensor, input))
            .All(s => Stages.Any(stage => stage.Products.Any(p => ReferenceEquals(p.Statement, s)))));

    sealed class Levels
    {
        readonly Dictionary<Tensor, int> _ready = [];
        readonly List<(int Level, StatementForm Form)> _placed = [];
        readonly List<(int Order, Statement Bias)> _held = [];

        /// <summary>A bias waits for the product of its target; without one it is a loop of its own, placed where it stood.</summary>
        public void Hold(Statement bias) => _held.Add((_placed.Count, bias));

        public void Place(StatementForm form)
        {
            var source = form.Statement.References.Select(r => _ready.GetValueOrDefault(r.Tensor)).DefaultIfEmpty().Max();
            source = Math.Max(source, form.Statement.References.Any(r => _held.Any(h => ReferenceEquals(h.Bias.Target.Tensor, r.Tensor))) ? 1 : 0);
            var level = form is ProductForm ? (source + 1) / 2 * 2 + (source > 0 && source % 2 == 0 ? 2 : 0) : source | 1;
            _placed.Add((level, form));
            _ready[form.Statement.Target.Tensor] = Math.Max(_ready.GetValueOrDefault(form.Statement.Target.Tensor), level);
        }

        public IReadOnlyList<Stage> Stages(List<BiasForm> biases)
        {
            var joined = biases.ToLookup(b => FirstProduct(b.Statement.Target.Tensor));
            foreach (var (order, bias) in Enumerable.Reverse(_held))
            {
                if (FirstProduct(bias.Target.Tensor) is null)
                {
                    _placed.Insert(order, (1, new ElementwiseForm(bias)));
                }
            }

            var top = _placed.Select(p => p.Level).DefaultIfEmpty().Max();
            return [.. Enumerable.Range(0, (top / 2) + 1).Select(stage =>
            {
                var products = _placed.Where(p => p.Level == 2 * stage).Select(p => (ProductForm)p.Form).ToList();
                var loops = _placed.Where(p => p.Level == (2 * stage) + 1).Select(p => p.Form);
                return new Stage(products, [.. products.Distinct().SelectMany(p => joined[p])], Nests(loops));
            })];
        }

        /// <summary>The product that is the first of all to write the target; null if loops come before it.</summary>
        ProductForm? FirstProduct(Tensor target) => _placed
            .Where(p => ReferenceEquals(p.Form.Statement.Target.Tensor, target))
            .OrderBy(p => p.Level).Select(p => p.Form as ProductForm).FirstOrDefault();

        /// <summary>Neighbours over the same letters go into one set of loops.</summary>
        static List<IReadOnlyList<Statement>> Nests(IEnumerable<StatementForm> loops)
        {
            var nests = new List<List<Statement>>();
            var isOpen = false;
            foreach (var form in loops)
            {
                if (isOpen && form is ElementwiseForm && form.Statement.Indexes.ToHashSet().SetEquals(nests[^1][0].Indexes)
                    && form.Statement.Target.Subscripts.AsSpan().SequenceEqual(nests[^1][0].Target.Subscripts))
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
    }
}
