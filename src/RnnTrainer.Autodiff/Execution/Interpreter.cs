using RnnTrainer.Autodiff.Notation;

namespace RnnTrainer.Autodiff.Execution;

/// <summary>
/// The reference executor: it runs the loops literally and so defines what statements mean. Tests compare the compiler with it.
/// </summary>
/// <param name="observe">Called after each contribution, in the order in which they are added; null for none.</param>
sealed class Interpreter(Action<Contribution>? observe = null) : IExecutor
{
    public IKernel Compile(IReadOnlyList<Statement> statements, int batch) => new Kernel(statements, batch, observe);

    sealed class Kernel(IReadOnlyList<Statement> statements, int batch, Action<Contribution>? observe) : IKernel
    {
        public void Run()
        {
            foreach (var statement in statements)
            {
                new Loops(statement, batch, observe).Run(depth: 0);
            }
        }
    }

    sealed class Loops(Statement statement, int batch, Action<Contribution>? observe)
    {
        readonly Dictionary<LoopIndex, int> _index = [];
        readonly Dictionary<LoopIndex, int> _size = statement.Indexes.Zip(statement.Sizes).ToDictionary(l => l.First, l => l.Second);

        public void Run(int depth)
        {
            if (depth == statement.Indexes.Count)
            {
                Accumulate();
                return;
            }

            var size = statement.Packed is var (index, rows) && index == statement.Indexes[depth] ? rows.Used : statement.Sizes[depth];
            for (var n = 0; n < size; n++)
            {
                _index[statement.Indexes[depth]] = n;
                Run(depth + 1);
            }
        }

        void Accumulate()
        {
            var (tensor, position) = (statement.Target.Tensor, Position(statement.Target));
            var (old, value) = (tensor.Get(position), Value(statement.Value));
            tensor.Set(position, statement.Accumulation switch
            {
                Accumulation.Add => old + value,
                Accumulation.Subtract => old - value,
                _ => Math.Max(old, value),
            });
            observe?.Invoke(new Contribution(statement, position, old, value, tensor.Get(position), Numbers(statement.Value)));
        }

        /// <summary>The expression with a number in place of each entry, and of B.</summary>
        Expression Numbers(Expression expression) => expression switch
        {
            BatchSize => new Number(batch),
            Reference reference => new Number(reference.Tensor.Get(Position(reference))),
            Negate negate => new Negate(Numbers(negate.Operand)),
            Power power => power with { Base = Numbers(power.Base) },
            Apply apply => apply with { Argument = Numbers(apply.Argument) },
            Binary binary => binary with { Left = Numbers(binary.Left), Right = Numbers(binary.Right) },
            _ => expression,
        };

        double Value(Expression expression) => expression switch
        {
            Number number => number.Value,
            BatchSize => batch,
            Reference reference => reference.Tensor.Get(Position(reference)),
            Negate negate => -Value(negate.Operand),
            Power power => Math.Pow(Value(power.Base), power.Exponent),
            Apply apply => apply.Function.Value(Value(apply.Argument)),
            Binary { Operation: Operation.Add } sum => Value(sum.Left) + Value(sum.Right),
            Binary { Operation: Operation.Subtract } difference => Value(difference.Left) - Value(difference.Right),
            Binary { Operation: Operation.Multiply } product => Value(product.Left) * Value(product.Right),
            Binary { Operation: Operation.Divide } quotient => Value(quotient.Left) / Value(quotient.Right),
            _ => throw new InvalidOperationException($"No value for {expression.GetType().Name}."),
        };

        int Position(Reference reference)
        {
            var position = 0;
            for (var dimension = 0; dimension < reference.Subscripts.Length; dimension++)
            {
                var size = reference.Tensor.Shape[dimension];
                position = (position * size) + GatherCheck.Inside(Number(reference.Subscripts[dimension]), size);
            }

            return position;
        }

        int Number(Subscript subscript) => subscript switch
        {
            Gather gather => gather.Entry.Tensor.Integers[Position(gather.Entry)],
            GroupedIndex group => group.Indexes.Aggregate(0, (number, index) => (number * _size[index]) + _index[index]),
            _ => _index[((SingleIndex)subscript).Index],
        };
    }
}
