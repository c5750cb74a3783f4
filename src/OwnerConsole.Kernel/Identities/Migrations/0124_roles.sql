-- The team: what its people may do by their role, who is invited, and who has gone. Each is a row that a run opens and a run closes.
create table auth.roles (
  key         text primary key,
  name        text not null,
  grants      text[] not null,                   -- words of the permission grammar
  is_built_in boolean not null default false,
  place       int not null                       -- in lists: who may most comes first
);

insert into auth.roles (key, name, grants, is_built_in, place) values
  ('owner', 'Owner', '{*}', true, 1),
  ('admin', 'Admin', -- all families, and not the star that would hand out the owner's role
   '{account.*,api_key.*,application.*,backup.*,connector.*,dead_letter.*,demo.*,event.*,impersonation.*,instance.*,letter.*,log.*,mail.*,mail_template.*,member.*,meter.*,metric.*,month.*,note.*,operation.*,person.*,plan.*,platform.*,profile.*,purchase.*,reporting.*,saved_view.*,setting.*,task.*,tenant.*,webhook_delivery.*,webhook_endpoint.*,work_item.*}',
   true, 2),
  ('support', 'Support',
   '{account.manage,impersonation.read,letter.read,member.impersonate,member.note,member.read,member.reset,metric.read,note.*,operation.read,plan.read,platform.read,saved_view.*,task.read,tenant.extend_trial,tenant.read,tenant.tag,tenant.untag}',
   true, 3),
  ('finance', 'Finance',
   '{account.manage,letter.read,member.read,metric.read,month.*,note.*,operation.read,plan.*,platform.read,purchase.read,reporting.*,saved_view.*,tenant.change_plan,tenant.extend_trial,tenant.grant,tenant.read,tenant.revoke}',
   true, 4),
  ('analyst', 'Analyst',
   '{account.manage,event.read,member.read,meter.*,metric.read,month.read,note.read,operation.read,plan.read,platform.read,purchase.read,reporting.read,saved_view.*,tenant.read}',
   true, 5),
  ('read_only', 'Read only',
   '{account.manage,api_key.read,application.read,backup.read,connector.read,event.read,impersonation.read,letter.read,log.read,mail.read,mail_template.read,member.read,meter.read,metric.read,month.read,note.read,operation.read,plan.read,platform.read,purchase.read,reporting.read,saved_view.read,setting.read,task.read,tenant.read,webhook_endpoint.read,work_item.read}',
   true, 6);

create table auth.user_roles (
  user_id   text not null references auth.users,
  opened_by text not null,                       -- the run, or the invitation by which somebody came
  role      text not null references auth.roles,
  opened_at timestamptz not null default now(),
  closed_by text,
  primary key (user_id, opened_by)
);
create unique index user_role_now on auth.user_roles (user_id) where closed_by is null;

create table auth.removals (
  user_id   text not null references auth.users,
  opened_by text not null,
  opened_at timestamptz not null default now(),
  closed_by text,
  primary key (user_id, opened_by)
);
create unique index removal_now on auth.removals (user_id) where closed_by is null;

create table auth.invitations (
  id          text primary key,
  token_hash  bytea not null unique,
  email       text not null,
  email_key   text not null,                     -- the address as it is compared
  name        text not null,
  role        text not null references auth.roles,
  invited_by  text not null,
  opened_by   text not null,
  opened_at   timestamptz not null default now(),
  expires_at  timestamptz not null,
  accepted_at timestamptz,
  user_id     text references auth.users,        -- who came by it
  closed_by   text                               -- the run that withdrew it, or that invited anew
);
create unique index invitation_now on auth.invitations (email_key) where closed_by is null and accepted_at is null;

-- Who is here now, and what they may do: the one place that says so. Grants of their own are those of the first owner.
create view auth.people with (security_invoker = true) as
select u.id, u.name, u.email, u.email_key, u.password_hash, u.authenticator, u.created_at,
       coalesce(r.grants, u.grants) as grants,
       coalesce(r.key, case when '*' = any(u.grants) then 'owner' end) as role
  from auth.users u
  left join auth.user_roles h on h.user_id = u.id and h.closed_by is null
  left join auth.roles r on r.key = h.role
 where not exists (select from auth.removals d where d.user_id = u.id and d.closed_by is null);
grant select on auth.people to oc_app;

do $$
declare owned text;
begin
  foreach owned in array array['roles', 'user_roles', 'removals', 'invitations'] loop
    execute format('create trigger through_a_door before insert or update or delete on auth.%I for each statement execute function core.through_a_door()', owned);
    execute format('grant select, insert, update on auth.%I to oc_app', owned);
  end loop;
end $$;
