using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Trust.Retention;

/// <summary>All retention policies of the product.</summary>
public sealed class RetentionPolicies(IEnumerable<RetentionPolicy> policies)
{
    /// <summary>Policies in the order of the page.</summary>
    public IReadOnlyList<RetentionPolicy> All { get; } = [.. policies.OrderBy(policy => policy.Kind, StringComparer.Ordinal)];

    /// <returns>Null when no policy has the key.</returns>
    public RetentionPolicy? Find(string key) => All.FirstOrDefault(policy => policy.Key == key);

    /// <returns>The policies whose period the setting determines.</returns>
    public IEnumerable<RetentionPolicy> Under(Setting setting) => All.Where(policy => policy.Setting?.Key == setting.Key);
}
