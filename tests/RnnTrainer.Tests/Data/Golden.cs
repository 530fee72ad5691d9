namespace RnnTrainer.Tests.Data;

/// <summary>Outputs of the code as first written, for the inputs of the tests that name them.</summary>
static class Golden
{
    public const string Split = "s11 s60 s77 s78 s81";

    public const string Shuffle = "s1 s7 s4 s5 s8 s3 s6 s9 s2 s10";
}
