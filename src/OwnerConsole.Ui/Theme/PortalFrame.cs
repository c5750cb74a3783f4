namespace OwnerConsole.Ui.Theme;

/// <summary>Layout component of portal pages, with the parameters Title and Content. The portal module registers it.</summary>
public sealed record PortalFrame(Type Component);
