using RnnTrainer.Autodiff;

namespace RnnTrainer.Cells.Layers;

/// <summary>The number of rows for nodes that are computed row by row: of examples, or of packed rows.</summary>
static class NodeRows
{
    /// <summary>The first size for a node that has as many rows as this one.</summary>
    public static int Rows(this Node node) => node.Value.Rows is null ? node.Shape[0] : Graph.PackedRows;
}
