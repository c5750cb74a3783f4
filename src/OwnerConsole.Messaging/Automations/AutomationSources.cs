using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Event types that can start or end a sequence.</summary>
public sealed class AutomationEventSource(AutomationVariables variables) : IOptionSource
{
    public const string Key = "log_event";

    public string Name => Key;

    public Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<Option>>([.. variables.Events.Select(kind => new Option(kind.Name, kind.Name))]);
}
