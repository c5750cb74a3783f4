using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Forms;

namespace OwnerConsole.Shell.Operations;

/// <summary>An operation form in progress: operation, subjects, input and the page to return to.</summary>
/// <param name="Fields">Fields of the form, with the options that are available now.</param>
/// <param name="Matching">Selects everything that matches, instead of single subjects: the query string of the list, including its question mark.</param>
/// <param name="Except">IDs to exclude from the match.</param>
/// <param name="SelectionId">Selection that was frozen when the first preview opened, instead of single subjects.</param>
/// <param name="Retry">Run whose failed or unprocessed subjects are retried, instead of single subjects.</param>
/// <param name="Values">Values by control name.</param>
/// <param name="IsFilled">True once the form has values; before that, it starts with the subject's current values.</param>
public sealed record OperationDraft(
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
    private const int MaxInAddress = 50;

    /// <summary>Start time in UTC as a datetime-local control writes it; empty to start immediately.</summary>
    public string? At { get; init; }

    /// <exception cref="Problem">The text is not a valid date and time.</exception>
    public DateTimeOffset? StartsAt =>
        string.IsNullOrWhiteSpace(At) ? null
        : DateTime.TryParseExact(At, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? new(at, TimeSpan.Zero)
        : throw Problem.Invalid("at", "must be a date and time in UTC, such as 2026-11-30T08:00.");

    public JsonElement Input => FormInput.Json(Fields, Values.GetValueOrDefault);

    /// <param name="sent">Values of a form or a query string by name.</param>
    public static OperationDraft Of(Operation operation, IReadOnlyList<InputField> fields, Func<string, Microsoft.Extensions.Primitives.StringValues> sent)
    {
        // A form that was just opened has no values yet: it starts from the defaults of its fields and from the values that the page provides.
        var isFilled = fields.Where(field => !field.IsGiven).SelectMany(FormInput.Controls).Any(name => sent(name).Count > 0);
        var values = fields.SelectMany(field =>
            isFilled || field.IsGiven
                ? FormInput
                    .Controls(field)
                    .Select(name => (Name: name, Value: field.Kind is FieldKind.Choices ? Lines(sent(name)) : sent(name).LastOrDefault()))
                : [(Name: field.ControlName, Value: FormInput.Start(field))]
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
            LocalAddress.OrNull(sent("back").ToString()) ?? "/",
            isFilled
        )
        {
            At = sent("at").LastOrDefault(),
        };
    }

    /// <summary>True if a required field is empty, so there is nothing to preview yet. Only a form that is submitted reports it as an error.</summary>
    public bool IsIncomplete => Fields.Any(inputField => inputField.IsFirstChoice || (inputField.Required && !Input.TryGetProperty(inputField.Name, out _)));

    public bool HasNoSubjects => Subjects.Count == 0 && Matching is null && SelectionId is null && Retry is null;

    /// <summary>True if the selection must be stored first: it is a query, or it has more IDs than fit in an address.</summary>
    public bool NeedsSelection => Matching is not null || Subjects.Count > MaxInAddress;

    /// <summary>Selection that <see cref="SelectionId"/> names; null if nothing is frozen.</summary>
    public Selection? Frozen { get; init; }

    public OperationDraft With(Selection frozen) =>
        this with
        {
            Subjects = [],
            Matching = null,
            Except = [],
            SelectionId = frozen.SelectionId,
            Frozen = frozen,
        };

    /// <summary>Number of subjects before a preview has counted them.</summary>
    public int Count => Frozen?.SubjectIds.Length ?? Subjects.Count;

    /// <summary>Subjects in the form that a preview expects.</summary>
    public TargetSelection Target =>
        SelectionId is not null ? new(Selection: SelectionId)
        : Matching is not null
            ? new(
                Query: QueryHelpers.ParseQuery(Matching).ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal),
                Except: Except
            )
        : Retry is not null ? new(Retry: Retry)
        : TargetSelection.Of(Subjects);

    public string Address => AddressOf(Operation);

    /// <summary>Address that offers all operations for the same subjects.</summary>
    public string ChooseAddress => OperationAddress.Chosen(Operation.Definition.Subject, SelectionId, Subjects, Back);

    /// <summary>The draft with the subject's current values, before anything was entered.</summary>
    public OperationDraft StartingWith(IReadOnlyList<(string Name, string? Value)> current)
    {
        var values = new Dictionary<string, string>(Values, StringComparer.Ordinal);
        foreach (var (name, value) in current)
            if (value is not null)
                values[Fields.FirstOrDefault(field => field.Name == name)?.ControlName ?? name] = value;
        return this with { Values = values };
    }

    /// <summary>Address of another operation with the same subjects.</summary>
    public string AddressOf(Operation other) =>
        SelectionId is not null ? OperationAddress.Selected(other.Definition.Name, SelectionId, Back)
        : Matching is not null ? OperationAddress.Matching(other.Definition.Name, Matching, Back)
        : Retry is not null ? OperationAddress.Retry(other.Definition.Name, Retry, Back)
        : OperationAddress.Of(other.Definition.Name, Subjects, Back);

    /// <returns>Null if no value was sent.</returns>
    private static string? Lines(Microsoft.Extensions.Primitives.StringValues sent) => sent.Count == 0 ? null : string.Join('\n', sent.OfType<string>());

    private static IReadOnlyList<string> Ids(Microsoft.Extensions.Primitives.StringValues sent) =>
        [.. sent.OfType<string>().Where(id => id.Length > 0).Distinct(StringComparer.Ordinal)];
}
