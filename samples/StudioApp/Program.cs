using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using OwnerConsole.Client;
using StudioApp;
using StudioApp.Connection;
using StudioApp.Data;
using StudioApp.Files;
using StudioApp.Lessons;
using StudioApp.Looks;
using StudioApp.Notifications;
using StudioApp.People;
using StudioApp.SignIns;
using StudioApp.Studios;

var given = StudioOptions.Read();
var builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.UseUrls(given.Address.ToString());
builder.Services.AddSingleton(new StudioDatabase(given.Database));
builder.Services.AddSingleton<StudioStore>().AddSingleton<PersonStore>().AddSingleton<LessonStore>().AddSingleton<FileStore>();
builder.Services.AddSingleton<ExampleData>().AddSingleton<SignInSessions>().AddSingleton<CookieValidator>();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddRazorComponents();
builder.Services.AddDataProtection().PersistKeysToFileSystem(new(Path.Combine(given.Folder, "keys")));
builder
    .Services.AddAuthentication(SignedInUser.Scheme)
    .AddCookie(
        SignedInUser.Scheme,
        cookie =>
        {
            cookie.Cookie.Name = "studio";
            cookie.LoginPath = cookie.AccessDeniedPath = "/sign-in";
            cookie.EventsType = typeof(CookieValidator);
        }
    );
builder
    .Services.AddAuthorizationBuilder()
    .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
    .AddPolicy(SignedInUser.Staff, policy => policy.RequireRole(StudioPerson.Owner, StudioPerson.Coach));

// The whole connection to the console: this line, MapOwnerConsole below, and the folder Connection.
builder.Services.AddOwnerConsole(given.Console).AddEventHandlers().AddTaskHandlers().Declare(StudioDeclaration.Create(given.Address));
builder.Services.AddSingleton<AppliedTasks>().AddSingleton<ImpersonationStatusCache>().AddSingleton<ClientPlaces>().AddSingleton<NotificationBell>();
builder.Services.AddHostedService<ConsoleReporter>();

var app = builder.Build();
await app.Services.GetRequiredService<StudioDatabase>().Prepare(CancellationToken.None);
app.UseAuthentication().UseAuthorization().UseAntiforgery();
app.Use(ReadOnlyMiddleware.Invoke);
app.MapOwnerConsole("/owner-console");
Assets.Map(app);
StudioSignInRoutes.Map(app);
StudioImpersonationRoutes.Map(app);
LessonRoutes.Map(app);
PeopleRoutes.Map(app);
FileRoutes.Map(app);
StudioPlanRoutes.Map(app);
NotificationRoutes.Map(app);
await app.RunAsync();
