using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tenants.CommandCenter;

/// <summary>A tab of a tenant's details.</summary>
public enum Tab
{
    Overview,
    Billing,
    Usage,
    Members,
    Timeline,
}

public static class Tabs
{
    /// <exception cref="Problem">404: no such tab.</exception>
    public static Tab Of(string? word) =>
        string.IsNullOrEmpty(word)
            ? Tab.Overview
            : Enum.GetValues<Tab>().Where(tab => Word(tab) == word).Select(tab => (Tab?)tab).FirstOrDefault() ?? throw Problem.NotFound("tab");

    public static string Word(this Tab tab) => tab.ToString().ToLowerInvariant();
}
