using CsCheck;

namespace RnnTrainer.Tests.Hostile;

/// <summary>Whatever a column, a label, a sequence, a file or a run is called, it is shown and never obeyed. tests/RnnTrainer.Endurance
/// tries hundreds of names.</summary>
public sealed class HostileNamesTests
{
    [Theory]
    [InlineData("a\u001b[31m", "down\n  test: /etc/passwd\n#", "s\u202e", "$(id)`id`;'\"", "r</title><script>")]
    [InlineData(": a # b", "\"\"\" */ ]]> \u2028 \u0085 \\", "=1+1", "a\nb", "\u001b]0;owned\u0007")]
    [InlineData("x\r\ny", "x style=\"x\" black", "- ,\"", "--help", "x\\y")]
    public void A_name_is_shown_and_never_obeyed(string column, string label, string sequence, string file, string run) =>
        HostileNames.Check(new(column, label, sequence, file, run));

    [Fact]
    public void So_is_any_other() => HostileNames.Any.Sample(HostileNames.Check, iter: 4, threads: 1);
}
