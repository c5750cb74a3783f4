using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Operations that steps can run: on a tenant, undoable, and without a secret or a proof of identity.</summary>
public sealed class StepOperations(Lazy<OperationCatalogue> catalogue)
{
    private const int MaxInput = 2_000,
        MaxDepth = 8;

    /// <summary>Operations that can be selected now, including those that the application declares.</summary>
    public IEnumerable<Operation> All => catalogue.Value.All.Where(CanRun);

    /// <param name="example">Example values of the variables that its input can have.</param>
    /// <returns>Why a step can't run its operation with its input, as a phrase; null if it can.</returns>
    internal string? FindError(AutomationStep step, JsonElement example, CancellationToken stop)
    {
        if (catalogue.Value.FindOrDefault(step.Operation ?? "") is not { } operation || !CanRun(operation))
            return step.Operation is { Length: > 0 } name
                ? $"{name} can't be run by an automation. It must be an operation on a tenant that can be undone."
                : "an operation must be selected.";
        if (step.Input?.Length > MaxInput)
            return $"the input can have at most {MaxInput} characters.";
        if (InputTemplate.FindUnknown(step.Input ?? "", example) is { } unknown)
            return $"the input contains {{{{{unknown}}}}}, which doesn't exist.";
        try
        {
            operation.CheckInput(InputTemplate.Fill(ReadInput(step), example), stop);
            return null;
        }
        catch (JsonException)
        {
            return "the input must be a JSON object, such as {\"days\": 7}.";
        }
        catch (Problem problem) when (problem.Status is 400)
        {
            return problem.Message;
        }
    }

    /// <returns>The input of its operation; an empty object if it has none.</returns>
    /// <exception cref="JsonException">It isn't a JSON object of limited depth.</exception>
    internal static JsonElement ReadInput(AutomationStep step)
    {
        using var document = JsonDocument.Parse(step.Input ?? "{}", new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
        return document.RootElement.ValueKind is JsonValueKind.Object ? document.RootElement.Clone() : throw new JsonException("The input isn't an object.");
    }

    private static bool CanRun(Operation operation) =>
        operation.Definition
            is {
                Subject: "tenant",
                Reversal: Reversal.Restores or Reversal.Compensates,
                IsDestructive: false,
                RequiresStepUp: false,
                ShowsSecretOnce: false,
                RunsWhileStopped: false,
            }
        && operation.AllFields.All(field => field.Kind is not FieldKind.Secret);
}
