namespace RnnTrainer.Autodiff.Graphs;

/// <summary>A part of a graph that is code and not statements, and can run a batch in segments.</summary>
interface ISegmentPart
{
    void BeginForward();

    /// <summary>Makes a segment the present one.</summary>
    /// <param name="isAgain">Whether its forward pass has run before, for what is known at its end.</param>
    void Enter(int segment, bool isAgain);

    /// <summary>The forward pass of the present segment.</summary>
    void ForwardSegment();

    /// <summary>After the forward passes of all segments.</summary>
    void EndForward();

    void BeginBackward();

    /// <summary>The backward pass of the present segment, whose forward pass was the last to run.</summary>
    void BackwardSegment();

    /// <summary>After the backward passes of all segments.</summary>
    void EndBackward();
}
