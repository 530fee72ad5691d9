namespace RnnTrainer.Data.Layouts.Wide;

/// <summary>One feature of the wide layout.</summary>
/// <param name="Fields">The columns of its steps, in order.</param>
/// <param name="Steps">The numbers of the steps: those in the columns' names or, if these are times, counted over all features.</param>
/// <param name="Texts">The numbers or times in the columns' names.</param>
sealed record WideFeature(string Name, int[] Fields, int[] Steps, string[] Texts);

/// <summary>What the columns of a wide file say of the steps.</summary>
enum WideKind
{
    /// <summary>Their numbers: <c>t0</c>, <c>x_0</c>.</summary>
    Numbers,

    /// <summary>Years, which may have gaps: <c>1990</c>, <c>Y1960</c>.</summary>
    Years,

    /// <summary>Dates and times: <c>2021-01-01</c>, <c>1/22/20</c>, <c>jan-16</c>, <c>202101</c>.</summary>
    Dates,

    /// <summary>Times that come again: <c>00:30</c>, <c>Jan</c>, <c>Mon</c>.</summary>
    Recurring,
}

/// <summary>A column whose name ends in a number.</summary>
/// <param name="Field">Its place.</param>
/// <param name="Name">The feature.</param>
/// <param name="Text">The digits of the number.</param>
sealed record NumberedColumn(int Field, string Name, int Step, string Text);

/// <summary>A column whose name holds a time.</summary>
/// <param name="Field">Its place.</param>
/// <param name="Name">The feature.</param>
/// <param name="Key">It orders the times.</param>
/// <param name="Text">The time as the file or, where only the other columns tell how it is meant, as ISO 8601 writes it.</param>
sealed record TimedColumn(int Field, string Name, long Key, string Text);
