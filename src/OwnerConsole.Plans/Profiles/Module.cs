namespace OwnerConsole.Plans.Profiles;

/// <summary>Profiles that set up the terminology, meters, features and plans for a kind of platform.</summary>
public sealed class Module : Kernel.Modules.Module;
