using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Trust.Retention;

/// <summary>Retention policies as field options.</summary>
public sealed class RetentionPolicySource(RetentionPolicies policies) : IOptionSource
{
    public const string Key = "retention_policy";

    public string Name => Key;

    public Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<Option>>([.. policies.All.Select(policy => new Option(policy.Key, PlatformWords.Current.Translate(policy.Kind)))]);
}
