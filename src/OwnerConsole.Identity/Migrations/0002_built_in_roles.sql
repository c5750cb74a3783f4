-- Built-in roles. Admin has every permission family except the wildcard, which could assign the owner's role.
select set_config('app.intake', 'migration', true);
insert into auth.roles (id, key, name, is_built_in, place, grants) values
  ('rol_owner', 'owner', 'Owner', true, 1,
    '{*}'),
  ('rol_admin', 'admin', 'Admin', true, 2,
    ('{account.*,api_key.*,application.*,backup.*,connector.*,credit.*,dead_letter.*,demo.*,entitlement.*,event.*,feature.*,impersonation.*,instance.*,' ||
    'invitation.*,email.*,log.*,mail.*,mail_template.*,member.*,meter.*,metric.*,month.*,note.*,operation.*,team_member.*,plan.*,plan_campaign.*,platform.*,' ||
    'portal.*,profile.*,purchase.*,reporting.*,role.*,saved_view.*,setting.*,task.*,tenant.*,upgrade.*,upgrade_rule.*,webhook_delivery.*,webhook_endpoint.*,' ||
    'work_item.*}')::text[]),
  ('rol_support', 'support', 'Support', true, 3,
    ('{account.manage,feature.read,impersonation.read,email.read,member.impersonate,member.note,member.read,member.reset,metric.read,note.*,operation.read,' ||
    'plan.read,platform.read,saved_view.*,task.read,tenant.extend_trial,tenant.read,tenant.tag,tenant.untag,upgrade.read}')::text[]),
  ('rol_finance', 'finance', 'Finance', true, 4,
    ('{account.manage,credit.*,feature.*,email.read,member.read,metric.read,month.*,note.*,operation.read,plan.*,plan_campaign.*,platform.read,purchase.read,' ||
    'reporting.*,saved_view.*,tenant.change_plan,tenant.extend_trial,tenant.grant,tenant.read,tenant.revoke,tenant.move_to_current_version,upgrade.*,upgrade_rule.*}')::text[]),
  ('rol_analyst', 'analyst', 'Analyst', true, 5,
    ('{account.manage,event.read,feature.read,member.read,meter.*,metric.read,month.read,note.read,operation.read,plan.read,platform.read,purchase.read,' ||
    'reporting.read,saved_view.*,tenant.read,upgrade.read}')::text[]),
  ('rol_read_only', 'read_only', 'Read only', true, 6,
    ('{account.manage,api_key.read,application.read,backup.read,connector.read,event.read,feature.read,impersonation.read,email.read,log.read,mail.read,' ||
    'mail_template.read,member.read,meter.read,metric.read,month.read,note.read,operation.read,team_member.read,plan.read,platform.read,purchase.read,' ||
    'reporting.read,saved_view.read,setting.read,task.read,tenant.read,upgrade.read,webhook_endpoint.read,work_item.read}')::text[]);
insert into core.entity_names (id, kind, name) select id, 'role', name from auth.roles;
