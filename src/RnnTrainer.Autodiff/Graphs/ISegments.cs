namespace RnnTrainer.Autodiff.Graphs;

/// <summary>The segments of a batch, whose packed rows a graph holds one at a time.</summary>
interface ISegments
{
    int Count { get; }

    /// <summary>Sets the number of rows and the inputs of a segment.</summary>
    void Enter(int segment);

    /// <summary>Takes what is wanted of a segment after its forward pass.</summary>
    void Leave(int segment);
}
