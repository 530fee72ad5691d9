namespace RnnTrainer.Tests.Data;

/// <summary>Outputs of the code as first written, for the inputs of the tests that name them.</summary>
static class Golden
{
    public const string Split = "?";

    public const string Shuffle = "?";
}
