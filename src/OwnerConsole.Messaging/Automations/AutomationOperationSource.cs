using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Operations that steps of automations can run.</summary>
public sealed class AutomationOperationSource(StepOperations operations) : IOptionSource
{
    public const string Key = "automated_operation";

    public string Name => Key;

    public Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<Option>>([
            .. operations
                .All.Select(operation => operation.Definition)
                .OrderBy(definition => definition.Title, StringComparer.Ordinal)
                .Select(definition => new Option(definition.Name, PlatformWords.Current.Translate(definition.Title))),
        ]);
}
