namespace OwnerConsole.Reliability.Alerts.Pages;

/// <summary>Conditions of rules about numbers as phrases.</summary>
internal static class WatchedNumberLabels
{
    /// <param name="watched">Phrases about the numbers that exist, by key.</param>
    public static string Condition(AlertRule rule, IReadOnlyDictionary<string, string> watched)
    {
        var key = rule.HealthNumber ?? "";
        var number = watched.GetValueOrDefault(WatchedNumbers.PhraseKey(key, rule.NumberScope)) ?? watched.GetValueOrDefault(key) ?? key;
        return $"{number}{(rule.Service is null ? "" : $", {rule.Service} only,")} is {AlertLabels.Threshold(rule)}"
            + (rule.MissingData is MissingData.Alert ? ", or there is no data" : "");
    }
}
