using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Trust.PlatformSettings;

/// <summary>Platform settings as field options.</summary>
public sealed class SettingSource(SettingCatalogue book) : IOptionSource
{
    public const string Settings = "setting";

    public string Name => Settings;

    public Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<Option>>([.. book.All.Select(setting => new Option(setting.Key, setting.Name))]);
}
