using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Forms;

namespace OwnerConsole.Shell.Operating;

/// <summary>An operation as somebody is filling it in: what to do, to whom, with what, and where they came from.</summary>
/// <param name="Fields">with the rows that can be chosen now</param>
/// <param name="Matching">instead of subjects: everything that matches, as the query of the list's address, with its question mark</param>
/// <param name="Except">of these, the ones that are left out by hand</param>
/// <param name="SelectionId">instead of subjects: those that were frozen when the first preview opened</param>
/// <param name="Retry">instead of subjects: a run, for those of it that are left</param>
/// <param name="Values">by the control's name</param>
/// <param name="IsFilled">the form was sent at least once; before, what is missing is no mistake</param>
public sealed record Draft(
    Operation Operation,
    IReadOnlyList<InputField> Fields,
    IReadOnlyList<string> Subjects,
    string? Matching,
    IReadOnlyList<string> Except,
    string? SelectionId,
    string? Retry,
    IReadOnlyDictionary<string, string> Values,
    string Back,
    bool IsFilled
)
{
    private const int MostInAddress = 50;

    /// <summary>When it is to begin, as a control for day and time writes it, in UTC; empty: at once.</summary>
    public string? At { get; init; }

    /// <exception cref="Problem">what was typed is no time</exception>
    public DateTimeOffset? BeginsAt =>
        string.IsNullOrWhiteSpace(At) ? null
        : DateTime.TryParseExact(At, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? new(at, TimeSpan.Zero)
        : throw Problem.Invalid("at", "is a day and a time, such as 2026-11-30T08:00.");

    public JsonElement Input => FormInput.Json(Fields, Values.GetValueOrDefault);

    /// <param name="sent">a form's or an address's values by name</param>
    public static Draft Of(Operation operation, IReadOnlyList<InputField> fields, Func<string, Microsoft.Extensions.Primitives.StringValues> sent)
    {
        // The first look at the form has none of its fields yet: it starts from their defaults, and from what the page gives.
        var isFilled = fields.Where(field => !field.IsGiven).SelectMany(FormInput.Controls).Any(name => sent(name).Count > 0);
        var values = fields.SelectMany(field =>
            isFilled || field.IsGiven
                ? FormInput
                    .Controls(field)
                    .Select(name => (Name: name, Value: field.Kind is FieldKind.Choices ? Lines(sent(name)) : sent(name).LastOrDefault()))
                : [(Name: field.Name, Value: FormInput.Start(field))]
        );
        var selection = sent("selection").LastOrDefault(text => text?.Length > 0);
        var matching = selection is not null ? null : sent("matching").LastOrDefault(text => text?.StartsWith('?') == true);
        var retry = sent("retry").LastOrDefault(text => text?.Length > 0);
        return new(
            operation,
            fields,
            selection is null && matching is null && retry is null ? Ids(sent("subject")) : [],
            matching,
            matching is null ? [] : Ids(sent("except")),
            selection,
            selection is null && matching is null ? retry : null,
            values.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Name, pair => pair.Value!, StringComparer.Ordinal),
            Local.Address(sent("back").ToString()) ?? "/",
            isFilled
        )
        {
            At = sent("at").LastOrDefault(),
        };
    }

    /// <summary>Nothing to preview yet: a field that must be filled in is empty, and nobody has tried.</summary>
    public bool IsBlank => !IsFilled && Fields.Any(one => one.Required && !Input.TryGetProperty(one.Name, out _));

    public bool IsOfNobody => Subjects.Count == 0 && Matching is null && SelectionId is null && Retry is null;

    /// <summary>What matches is frozen before it is looked at, and so is more than one page has: an address holds no more.</summary>
    public bool IsToFreeze => Matching is not null || Subjects.Count > MostInAddress;

    /// <summary>What the id stands for; null when nothing is frozen.</summary>
    public Selection? Frozen { get; init; }

    public Draft With(Selection frozen) => this with { Subjects = [], Matching = null, Except = [], SelectionId = frozen.SelectionId, Frozen = frozen };

    /// <summary>How many are meant, before a preview has counted them.</summary>
    public int Count => Frozen?.SubjectIds.Length ?? Subjects.Count;

    /// <summary>To whom, as a preview takes it.</summary>
    public Chosen Chosen =>
        SelectionId is not null ? new(Selection: SelectionId)
        : Matching is not null
            ? new(
                Query: QueryHelpers.ParseQuery(Matching).ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal),
                Except: Except
            )
        : Retry is not null ? new(Retry: Retry)
        : Chosen.These(Subjects);

    public string Address => AddressOf(Operation);

    /// <summary>The same subjects with another operation.</summary>
    public string AddressOf(Operation other) =>
        SelectionId is not null ? OperationAddress.Selected(other.Is.Name, SelectionId, Back)
        : Matching is not null ? OperationAddress.Matching(other.Is.Name, Matching, Back)
        : Retry is not null ? OperationAddress.Retry(other.Is.Name, Retry, Back)
        : OperationAddress.Of(other.Is.Name, Subjects, Back);

    /// <returns>null when none was sent</returns>
    private static string? Lines(Microsoft.Extensions.Primitives.StringValues sent) => sent.Count == 0 ? null : string.Join('\n', sent.OfType<string>());

    private static IReadOnlyList<string> Ids(Microsoft.Extensions.Primitives.StringValues sent) =>
        [.. sent.OfType<string>().Where(id => id.Length > 0).Distinct(StringComparer.Ordinal)];
}
