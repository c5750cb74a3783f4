using System.Text.Json;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Api;

/// <summary>An operation in the catalogue of the API.</summary>
/// <param name="Name">Name of the operation, which is also its permission.</param>
/// <param name="Title">Text of its button.</param>
/// <param name="Version">Version of the operation; a preview of an older one is refused.</param>
/// <param name="Subject">What it runs on: tenant, member, a subject type of the application, or the platform.</param>
/// <param name="Reversal">How it is undone.</param>
/// <param name="UndoForDays">Days for which it can be undone; null if it can't be undone.</param>
/// <param name="Fields">Fields of the input, as the form shows them.</param>
/// <param name="Input">JSON Schema of the input.</param>
/// <param name="Example">A valid example input.</param>
public sealed record OperationView(
    string Name,
    string Title,
    int Version,
    string Subject,
    Reversal Reversal,
    int? UndoForDays,
    IReadOnlyList<InputField> Fields,
    JsonElement Input,
    JsonElement Example
)
{
    public static OperationView Of(Operation operation, IReadOnlyList<InputField> fields) =>
        new(
            operation.Definition.Name,
            operation.Definition.Title,
            operation.Definition.Version,
            operation.Definition.Subject,
            operation.Definition.Reversal,
            operation.Definition.CanUndo ? (int)operation.Definition.UndoWindow.TotalDays : null,
            fields,
            operation.Schema,
            operation.ExampleInput
        );
}
