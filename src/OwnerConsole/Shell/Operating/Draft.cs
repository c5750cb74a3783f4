using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Forms;

namespace OwnerConsole.Shell.Operating;

/// <summary>An operation as somebody is filling it in: what to do, to whom, with what, and where they came from.</summary>
/// <param name="Fields">with the rows that can be chosen now</param>
/// <param name="Matching">instead of subjects: everything that matches, as the query of the list's address, with its question mark</param>
/// <param name="Retry">instead of subjects: a run, for those of it that are left</param>
/// <param name="Values">by the control's name</param>
/// <param name="IsFilled">the form was sent at least once; before, what is missing is no mistake</param>
public sealed record Draft(
    Operation Operation,
    IReadOnlyList<InputField> Fields,
    IReadOnlyList<string> Subjects,
    string? Matching,
    string? Retry,
    IReadOnlyDictionary<string, string> Values,
    string Back,
    bool IsFilled
)
{
    public JsonElement Input => FormInput.Json(Fields, Values.GetValueOrDefault);

    /// <param name="sent">a form's or an address's values by name</param>
    public static Draft Of(Operation operation, IReadOnlyList<InputField> fields, Func<string, Microsoft.Extensions.Primitives.StringValues> sent)
    {
        // The first look at the form has none of its fields yet: it starts from their defaults, and from what the page gives.
        var isFilled = fields.Where(field => !field.IsGiven).SelectMany(FormInput.Controls).Any(name => sent(name).Count > 0);
        var values = fields.SelectMany(field =>
            isFilled || field.IsGiven
                ? FormInput.Controls(field).Select(name => (Name: name, Value: sent(name).LastOrDefault()))
                : [(Name: field.Name, Value: FormInput.Start(field))]
        );
        var matching = sent("matching").LastOrDefault(text => text?.StartsWith('?') == true);
        var retry = sent("retry").LastOrDefault(text => text?.Length > 0);
        return new(
            operation,
            fields,
            matching is null && retry is null ? [.. sent("subject").OfType<string>().Where(id => id.Length > 0).Distinct(StringComparer.Ordinal)] : [],
            matching,
            matching is null ? retry : null,
            values.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Name, pair => pair.Value!, StringComparer.Ordinal),
            Local.Address(sent("back").ToString()) ?? "/",
            isFilled
        );
    }

    /// <summary>Nothing to preview yet: a field that must be filled in is empty, and nobody has tried.</summary>
    public bool IsBlank => !IsFilled && Fields.Any(one => one.Required && !Input.TryGetProperty(one.Name, out _));

    public bool IsOfNobody => Subjects.Count == 0 && Matching is null && Retry is null;

    /// <summary>To whom, as a preview takes it.</summary>
    public Chosen Chosen =>
        Matching is not null
            ? new(Query: QueryHelpers.ParseQuery(Matching).ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal))
        : Retry is not null ? new(Retry: Retry)
        : Chosen.These(Subjects);

    public string Address => AddressOf(Operation);

    /// <summary>The same subjects with another operation.</summary>
    public string AddressOf(Operation other) =>
        Matching is not null ? OperationAddress.Matching(other.Is.Name, Matching, Back)
        : Retry is not null ? OperationAddress.Retry(other.Is.Name, Retry, Back)
        : OperationAddress.Of(other.Is.Name, Subjects, Back);
}
