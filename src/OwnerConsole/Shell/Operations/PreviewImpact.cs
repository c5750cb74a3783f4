using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Operations;

/// <summary>Says what confirming a preview would do: how many subjects, people and how much revenue, or why it would do nothing.</summary>
internal static class PreviewImpact
{
    /// <returns><c>60 tenants</c>, or <c>133 of 200 tenants</c> if some would be skipped.</returns>
    public static string Count(int accepted, int total, string noun) =>
        accepted == total ? Wording.Count(total, noun) : $"{Wording.Number(accepted)} of {Wording.Count(total, noun)}";

    /// <param name="revenue">Monthly revenue of the affected tenants; null if it is unknown or hidden from the reader.</param>
    /// <returns><c>2,386 users lose access · $9,940.00 MRR affected</c>; null if neither people nor revenue are affected.</returns>
    public static string? Effect(Preview preview, OperationDefinition definition, Money? revenue)
    {
        var people = preview.People;
        string?[] parts =
        [
            preview.Accepted == 0 || people == 0
                ? null
                : $"{Wording.Number(people)} {Wording.TranslateForAll(people == 1 ? "user" : "users")} {(people == 1 ? definition.PeopleEffect.One : definition.PeopleEffect.Many)}",
            revenue is { Amount: > 0 } ? $"{revenue} MRR affected" : null,
        ];
        return parts.OfType<string>().ToArray() is { Length: > 0 } said ? string.Join(" · ", said) : null;
    }

    /// <returns>Why nothing would be done: the refusal of the only subject, or the most frequent one of several; null if something would be done.</returns>
    public static string? Obstacle(Preview preview) =>
        preview is not { Accepted: 0, Subjects.Count: > 0 } ? null
        : preview.Total == 1 ? preview.Names.Text(preview.Subjects[0].ParsedSentence)
        : $"0 of {Wording.Number(preview.Total)}: {preview.Names.Text(preview.Subjects.GroupBy(subject => subject.Code).MaxBy(same => same.Count())!.First().ParsedSentence)}";

    /// <summary>Red if someone loses something, whatever an undo restores.</summary>
    public static string ButtonClass(OperationDefinition definition) => definition.IsHarmful ? "btn btn-danger" : "btn btn-primary";

    /// <summary>Refused subjects by reason, the most frequent first: <c>52 already suspended</c>.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<PreviewSubject> Subjects)> Skipped(Preview preview) =>
        [
            .. preview
                .Subjects.Where(subject => subject.Code is not null)
                .GroupBy(subject => subject.Code!, StringComparer.Ordinal)
                .OrderByDescending(same => same.Count())
                .Select(same => ($"{Wording.Number(same.Count())} {same.Key.Replace('_', ' ')}", (IReadOnlyList<PreviewSubject>)[.. same])),
        ];
}
