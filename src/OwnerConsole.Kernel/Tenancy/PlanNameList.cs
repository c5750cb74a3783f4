namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Shows plans by their names.</summary>
public static class PlanNameList
{
    /// <param name="names">Plan names by key.</param>
    /// <param name="keys">Reported plan keys; unknown keys are shown unchanged.</param>
    /// <returns>The names separated by commas; a dash when there are no keys.</returns>
    public static string JoinNames(this IReadOnlyDictionary<string, string> names, IReadOnlyCollection<string> keys) =>
        keys.Count == 0 ? "–" : string.Join(", ", keys.Select(key => names.GetValueOrDefault(key, key)).Order(StringComparer.Ordinal));
}
